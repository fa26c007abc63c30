import { inTime } from "../device/inTime";

/** Copies what a field contains. False if the browser refuses; the text is selected then, to be copied by hand. */
export async function copyField(field: HTMLInputElement): Promise<boolean> {
  const copying = navigator.clipboard?.writeText(field.value).then(
    () => true,
    () => false,
  );
  if (copying && (await inTime(copying))) return true;
  field.select();
  return document.execCommand("copy"); // pages over plain HTTP have only this older way
}
