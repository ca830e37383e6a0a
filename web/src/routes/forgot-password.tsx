import { createFileRoute } from "@tanstack/react-router";

import { ForgotPassword } from "~/features/account/ForgotPassword";
import { Stage } from "~/ui/Stage";

export const Route = createFileRoute("/forgot-password")({ component: ForgotPasswordPage });

function ForgotPasswordPage() {
  return (
    <Stage>
      <ForgotPassword />
    </Stage>
  );
}
