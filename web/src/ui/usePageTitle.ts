import { useDocumentTitle } from "@mantine/hooks";

/** What the browser's tab says. `PageTitle` does this for pages that show their title. */
export function usePageTitle(title: string): void {
  useDocumentTitle(`${title} · Salle`);
}
