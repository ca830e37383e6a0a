import { Logo } from "~/ui/Logo";

const NAME = "Salle";

export function Brand() {
  return (
    <>
      <Logo />
      <span translate="no">{NAME}</span>
    </>
  );
}
