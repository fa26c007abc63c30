/** The small window of this page (Document Picture-in-Picture), which TypeScript's library does not have. */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

/** Null in a browser without such windows. */
export const pictureInPicture = (): DocumentPictureInPicture | null =>
  (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture ?? null;

/** The one that is open, or null. */
export const floatingWindow = (): Window | null => pictureInPicture()?.window ?? null;
