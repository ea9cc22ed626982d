import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/ui/forms";
import { signIn } from "./api";
import { Door } from "./Door";
import c from "./session.module.css";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: () => {
      queries.clear();
      // Back to where the person was, filters and open card included.
      void navigate({ href: next ?? "/", replace: true });
    },
  });
  return (
    <Door title={t("session.sign_in")} hint={t("session.sign_in_hint")}>
      <form
        className={c.form}
        onSubmit={(e) => {
          e.preventDefault();
          enter.mutate();
        }}
      >
        <Refused error={enter.error} />
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
        <PasswordInput
          label={t("session.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("session.show_password") }}
        />
        <Button type="submit" size="md" loading={enter.isPending}>
          {t("session.sign_in")}
        </Button>
        <div className={c.row}>
          <Link to="/forgot">{t("session.forgot")}</Link>
        </div>
      </form>
    </Door>
  );
}
