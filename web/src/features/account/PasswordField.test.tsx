import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";

import { PasswordField } from "~/features/account/PasswordField";
import { startI18n } from "~/i18n";

beforeAll(startI18n);
afterEach(cleanup);

test.each([
  ["Trop court", "true"],
  [null, "false"],
])("whether it was refused (%s) is told to those who listen", async (error, isInvalid) => {
  render(
    <MantineProvider env="test">
      <PasswordField isNew label="Mot de passe" error={error} />
    </MantineProvider>,
  );
  const field = await screen.findByLabelText("Mot de passe");
  expect(field.tagName).toBe("INPUT");
  expect(field.getAttribute("aria-invalid")).toBe(isInvalid);
});
