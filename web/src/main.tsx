import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "~/ui/global.css";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";

import { watchSignIn } from "~/api/auth";
import { queries } from "~/api/queries";
import { startI18n } from "~/i18n";
import { router } from "~/router";
import { LiveRegion } from "~/ui/LiveRegion";
import { PageWaits } from "~/ui/pages";
import { colourSchemes, resolveVariables, theme } from "~/ui/theme";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

watchSignIn(() => void router.invalidate());
await startI18n();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colourSchemes}
      cssVariablesResolver={resolveVariables}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-center" />
        <LiveRegion />
        <Suspense fallback={<PageWaits />}>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
