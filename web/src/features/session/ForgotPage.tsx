import { Alert, Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/ui/forms";
import { askReset } from "./api";
import { Door } from "./Door";
import c from "./session.module.css";

export function ForgotPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const ask = useMutation({ mutationFn: () => askReset(email.trim()) });
  return (
    <Door title={t("session.forgot_title")} hint={ask.isSuccess ? undefined : t("session.forgot_hint")}>
      <form
        className={c.form}
        onSubmit={(e) => {
          e.preventDefault();
          ask.mutate();
        }}
      >
        {ask.isSuccess ? (
          // The same answer whether or not the address is known here.
          <Alert color="green" role="status">
            {t("session.forgot_sent", { email })}
          </Alert>
        ) : (
          <>
            <Refused error={ask.error} />
            <TextInput
              label={t("new.email")}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              size="md"
              value={email}
              onChange={(e) => setEmail(e.currentTarget.value)}
            />
            <Button type="submit" size="md" loading={ask.isPending}>
              {t("session.forgot_send")}
            </Button>
          </>
        )}
        <div className={c.row}>
          <Link to="/sign-in">{t("session.to_sign_in")}</Link>
        </div>
      </form>
    </Door>
  );
}
