import { Button, FileButton, Group } from "@mantine/core";
import { IconPhoto, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { api, orThrow } from "~/api/client";
import { ErrorNotice } from "~/ui/ErrorNotice";
import { notifyUndo } from "~/ui/notify";
import classes from "~/ui/PictureField.module.css";

const ACCEPTED = "image/png,image/jpeg,image/webp,image/gif";

interface PictureFieldProps {
  /** The id of a stored picture. */
  readonly picture: string | null;
  /** What it is a picture of, for those who do not see it. */
  readonly alt: string;
  readonly onChange: (picture: string | null) => void;
}

/** A picture that is chosen, or dropped on the button. */
export function PictureField({ picture, alt, onChange }: PictureFieldProps) {
  const { t } = useTranslation("common");
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
        {t("picture.label")}
      </span>
      {picture !== null && <img src={`/files/${picture}`} alt={alt} />}
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
              {picture === null ? t("picture.add") : t("picture.change")}
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
              notifyUndo(t("picture.deleted"), () => {
                onChange(picture);
              });
            }}
          >
            {t("picture.delete")}
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
