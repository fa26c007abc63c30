/** Which VAPID subjects are accepted. */
import * as v from "valibot";
import { expect, test } from "vitest";
import { SubjectSchema } from "../../../party/shared/vapidSettings";

test.each([
  "mailto:kim@example.org",
  "mailto:kim+tomato@mail.example.org",
  "mailto:kim@example.org?subject=tomato",
  "https://tomato.example.org",
  "https://tomato.example.org:8443/contact?to=kim",
  "mailto:kim@xn--tomto-ira.example",
  "mailto:kim@Mail.Example.ORG",
])("the subject %s is accepted", (subject) => expect(v.is(SubjectSchema, subject)).toBe(true));

// A push service answers 403 to a subject without a public host name (Apple's does).
test.each(["mailto:me@localhost", "https://localhost", "https://localhost:1999/a.b", "mailto:me@tomato."])(
  "the subject %s is refused, because its host name has no dot inside",
  (subject) => expect(v.is(SubjectSchema, subject)).toBe(false),
);

test.each([
  "mailto:<kim@example.org>",
  "mailto:kim@example.org,ada@example.org",
  "mailto:kim@example.org;ada@example.org",
  "mailto:kim@192.168.1.10",
  "mailto:kim@[192.168.1.10]",
  "mailto:kim@example.org.",
  "mailto:kim@-example.org",
  "mailto:kim@exam_ple..org",
  "mailto:kim@tomäto.example",
  'mailto:"kim"@example.org"',
  "https://192.168.1.10",
  "https://[fd00::1]",
  "https://kim@tomato.local",
  "mailto:kim@tomato.localhost",
  "mailto:kim@raspberry.lan",
  "mailto:kim@tomato.internal",
])("the subject %s is refused, because its host is no public name", (subject) => {
  expect(v.is(SubjectSchema, subject)).toBe(false);
});

test.each([
  undefined,
  "",
  "Kim",
  "kim@example.org",
  "mailto:",
  "mailto:kim",
  "mailto:@example.org",
  "mailto:kim@example.org, ada@example.org",
  "mailto:kim@ada@example.org",
  "http://tomato.example.org",
  "https://",
  "https://tomato example.org",
])("the subject %j is refused", (subject) => expect(v.is(SubjectSchema, subject)).toBe(false));
