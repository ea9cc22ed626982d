import { Alert, Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/ui/forms";
import { resetPassword } from "./api";
import { Door } from "./Door";
import c from "./session.module.css";

const route = getRouteApi("/reset/$key");

export function ResetPage() {
  const { t } = useTranslation();
  const { key } = route.useParams();
  const [password, setPassword] = useState("");
  const change = useMutation({ mutationFn: () => resetPassword(key, password) });
  return (
    <Door title={t("session.reset_title")} hint={change.isSuccess ? undefined : t("session.reset_hint")}>
      <form
        className={c.form}
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate();
        }}
      >
        {change.isSuccess ? (
          <Alert color="green" role="status">
            {t("session.reset_done")}
          </Alert>
        ) : (
          <>
            <Refused error={change.error} />
            <PasswordInput
              label={t("session.new_password")}
              autoComplete="new-password"
              required
              withAsterisk={false}
              autoFocus
              size="md"
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
              visibilityToggleButtonProps={{ "aria-label": t("session.show_password") }}
            />
            <Button type="submit" size="md" loading={change.isPending}>
              {t("session.reset_do")}
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
