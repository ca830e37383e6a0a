import { ActionIcon, Button, Menu, TextInput, Tooltip, VisuallyHidden } from "@mantine/core";
import {
  IconArrowLeft,
  IconDownload,
  IconFileImport,
  IconListCheck,
  IconPlayerPlayFilled,
  IconPresentation,
} from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { download, launch } from "~/features/capsules/changes";
import classes from "~/features/capsules/editor.module.css";
import { IMPORTABLE } from "~/features/capsules/importing";
import { SaveStatus } from "~/features/capsules/SaveStatus";
import type { Saving } from "~/features/capsules/useAutosave";
import { ColourSchemeSwitch } from "~/ui/ColourSchemeSwitch";
import { useErrorNotification } from "~/ui/useErrorNotification";

interface EditorBarProps {
  readonly capsuleId: string;
  readonly title: string;
  readonly onRename: (title: string) => void;
  readonly saving: Saving;
  readonly hasActivities: boolean;
  readonly onActivities: () => void;
  readonly onImport: (file: File) => void;
  readonly onPresent: () => void;
}

export function EditorBar(props: EditorBarProps) {
  const { capsuleId, saving } = props;
  const { t } = useTranslation("capsules");
  const navigate = useNavigate();
  const notifyError = useErrorNotification();
  const [typed, setTyped] = useState(props.title);
  const [doing, setDoing] = useState<"launch" | "export" | null>(null);
  const chooser = useRef<HTMLInputElement>(null);

  function rename() {
    const title = typed.trim() === "" ? props.title : typed.trim();
    setTyped(title);
    if (title !== props.title) props.onRename(title);
  }

  async function afterSaving(kind: "launch" | "export", act: () => Promise<void>) {
    setDoing(kind);
    try {
      await saving.flush();
      await act();
    } catch (error) {
      notifyError(error);
    } finally {
      setDoing(null);
    }
  }

  const exportAs = (format: "pdf" | "tldr") =>
    void afterSaving("export", () => download(capsuleId, format, props.title));

  return (
    <header className={classes["bar"]}>
      <Tooltip withinPortal={false} label={t("editor.back")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("editor.back")}
          renderRoot={(root) => <Link to="/capsules" {...root} />}
        >
          <IconArrowLeft size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden component="h1">{typed}</VisuallyHidden>
      <TextInput
        className={classes["title"] ?? ""}
        variant="unstyled"
        aria-label={t("title")}
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
      <SaveStatus state={saving.state} onRetry={saving.retry} />
      <div className={classes["tools"]}>
        <Tool
          label={t("editor.activities")}
          isOn={props.hasActivities}
          onClick={props.onActivities}
        >
          <IconListCheck size={20} aria-hidden />
        </Tool>
        <Tool label={t("editor.import")} onClick={() => chooser.current?.click()}>
          <IconFileImport size={20} aria-hidden />
        </Tool>
        <Menu position="bottom-end" width={260} withinPortal={false}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              loading={doing === "export"}
              aria-label={t("editor.export")}
              title={t("editor.export")}
            >
              <IconDownload size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => exportAs("pdf")}>{t("editor.export_pdf")}</Menu.Item>
            <Menu.Item onClick={() => exportAs("tldr")}>{t("editor.export_tldr")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Tool label={t("editor.present")} onClick={props.onPresent}>
          <IconPresentation size={20} aria-hidden />
        </Tool>
        <ColourSchemeSwitch />
        <Button
          size="sm"
          ml={4}
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
          loading={doing === "launch"}
          onClick={() =>
            void afterSaving("launch", async () => {
              const name = await launch(capsuleId);
              await navigate({ to: "/r/$name", params: { name } });
            })
          }
        >
          {t("editor.launch")}
        </Button>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={IMPORTABLE}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) props.onImport(file);
        }}
      />
    </header>
  );
}

interface ToolProps {
  readonly label: string;
  readonly isOn?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Tool({ label, isOn, onClick, children }: ToolProps) {
  return (
    <Tooltip withinPortal={false} label={label}>
      <ActionIcon
        variant={isOn ? "light" : "subtle"}
        color={isOn ? "accent" : "gray"}
        size="lg"
        aria-label={label}
        aria-pressed={isOn}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
