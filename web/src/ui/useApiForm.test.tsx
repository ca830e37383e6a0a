import { MantineProvider, TextInput } from "@mantine/core";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";

import { ApiError } from "~/api/errors";
import { startI18n } from "~/i18n";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { useApiForm } from "~/ui/useApiForm";

interface TitleFormProps {
  readonly send: () => Promise<void>;
}

function TitleForm({ send }: TitleFormProps) {
  const { form, submit, error } = useApiForm({
    initialValues: { title: "" },
    send,
    onDone: () => {},
  });
  return (
    <form onSubmit={submit}>
      <TextInput {...form.getInputProps("title")} key={form.key("title")} label="Titre" />
      <ErrorNotice error={error} />
      <button type="submit">Enregistrer</button>
    </form>
  );
}

function sendRefused(error: unknown): void {
  render(
    <MantineProvider env="test">
      <TitleForm send={() => Promise.reject(error)} />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole("button"));
}

const tooLong = { path: ["title"], code: "string_too_long", limits: { max_length: 200 } };

beforeAll(async () => {
  localStorage.setItem("salle.language", "fr");
  await startI18n();
});
afterEach(cleanup);

test("a refusal stands at its field, with its limit, and the field is where one types", async () => {
  sendRefused(new ApiError(422, "invalid", { fields: [tooLong] }));
  await screen.findByText(/200 caractères au plus/);
  await waitFor(() => {
    expect(document.activeElement).toBe(screen.getByLabelText("Titre"));
  });
  expect(screen.queryByRole("alert")).toBeNull();
});

test.each(["string_too_short", "too_short"])("what is empty and may not be: %s", async (code) => {
  const empty = { path: ["title"], code, limits: { min_length: 1 } };
  sendRefused(new ApiError(422, "invalid", { fields: [empty] }));
  expect(await screen.findByText("Ce champ est nécessaire.")).toBeDefined();
});

test("a refusal of no field of the form is said all the same", async () => {
  sendRefused(
    new ApiError(422, "invalid", { fields: [{ path: ["owner"], code: "missing", limits: {} }] }),
  );
  expect((await screen.findByRole("alert")).textContent).toContain("à corriger");
});

test("a code without a text shows itself in a sentence that helps", async () => {
  sendRefused(new ApiError(409, "capsule.never_heard_of"));
  expect((await screen.findByRole("alert")).textContent).toContain("capsule.never_heard_of");
});

test("a bare prefix of codes is not taken for a text", async () => {
  sendRefused(new ApiError(401, "auth"));
  expect((await screen.findByRole("alert")).textContent).toContain("(auth)");
});
