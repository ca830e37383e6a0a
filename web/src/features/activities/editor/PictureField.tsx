import { Button, FileButton, Group } from "@mantine/core";
import { IconPhoto, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import classes from "~/features/activities/editor/Editor.module.css";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyUndo } from "~/ui/notify";

const ACCEPTED = "image/png,image/jpeg,image/webp,image/gif";

interface PictureFieldProps {
  readonly picture: string | null;
  readonly onChange: (picture: string | null) => void;
}

/** The picture of a question: chosen, or dropped on the button. */
export function PictureField({ picture, onChange }: PictureFieldProps) {
  const { t } = useTranslation("activities");
  const label = useId();
  const upload = useMutation({
    mutationFn: uploadPicture,
    onSuccess: ({ id }) => {
      onChange(id);
    },
  });

  function take(file: File | null | undefined) {
    if (file) upload.mutate(file);
  }

  return (
    <div role="group" aria-labelledby={label} className={classes["picture"]}>
      <span id={label} className={classes["label"]}>
        {t("editor.picture")}
      </span>
      {picture !== null && <img src={`/files/${picture}`} alt={t("editor.picture_of_question")} />}
      <Group gap="xs">
        <FileButton onChange={take} accept={ACCEPTED} inputProps={{ "aria-labelledby": label }}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="sm"
              loading={upload.isPending}
              onDragOver={(event) => {
                event.preventDefault();
              }}
              onDrop={(event) => {
                event.preventDefault();
                take(event.dataTransfer.files[0]);
              }}
              leftSection={<IconPhoto size={18} aria-hidden />}
            >
              {picture === null ? t("editor.add_picture") : t("editor.change_picture")}
            </Button>
          )}
        </FileButton>
        {picture !== null && (
          <Button
            variant="subtle"
            color="gray"
            c="inherit"
            size="sm"
            leftSection={<IconTrash size={18} aria-hidden />}
            onClick={() => {
              onChange(null);
              notifyUndo(t("editor.picture_deleted"), () => {
                onChange(picture);
              });
            }}
          >
            {t("editor.delete_picture")}
          </Button>
        )}
      </Group>
      <ErrorNotice error={upload.error} />
    </div>
  );
}

function uploadPicture(file: File) {
  return orThrow(
    api.POST("/api/media", {
      // The type has a string where the form has a file.
      body: { file: "" },
      bodySerializer: () => {
        const form = new FormData();
        form.append("file", file);
        return form;
      },
    }),
  );
}
