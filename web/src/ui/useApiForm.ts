import { useForm, type UseFormReturnType } from "@mantine/form";
import { useState } from "react";

import { asApiError } from "~/api/errors";
import { useFieldText } from "~/ui/errorText";

interface ApiFormOptions<Values, Answer> {
  readonly initialValues: Values;
  readonly send: (values: Values) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void | Promise<void>;
}

interface ApiForm<Values> {
  readonly form: UseFormReturnType<Values>;
  /** For `<form onSubmit>`. */
  readonly submit: (event?: React.SubmitEvent<HTMLFormElement>) => void;
  readonly isSending: boolean;
  /** What concerns no field that is shown: for an `ErrorNotice` above the button. */
  readonly error: unknown;
}

/**
 * A form whose rules are the server's: it sends, puts each refusal at its field and moves there.
 * Fields are bound with `{...form.getInputProps("name")} key={form.key("name")}`.
 */
export function useApiForm<Values extends Record<string, unknown>, Answer>({
  initialValues,
  send,
  onDone,
}: ApiFormOptions<Values, Answer>): ApiForm<Values> {
  const form = useForm<Values>({ mode: "uncontrolled", initialValues });
  const fieldText = useFieldText();
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function attempt(values: Values) {
    setSending(true);
    setError(null);
    try {
      await onDone(await send(values));
    } catch (failure) {
      const problems = asApiError(failure).fields;
      const shown = problems.filter(({ path }) => String(path[0]) in values);
      form.setErrors(
        Object.fromEntries(shown.map((problem) => [problem.path.join("."), fieldText(problem)])),
      );
      if (shown.length === 0 || shown.length < problems.length) setError(failure);
      const [first] = shown;
      if (first) form.getInputNode(first.path.join("."))?.focus();
    } finally {
      setSending(false);
    }
  }

  const submit = form.onSubmit((values) => void attempt(values));
  return { form, submit, isSending, error };
}
