import { Button, PasswordInput, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, unwrap } from "@/lib/client";
import { Refused } from "@/ui/forms";
import { useProblem } from "@/ui/useProblem";
import { Door } from "./Door";
import c from "./session.module.css";

const route = getRouteApi("/invitation/$token");

/** Who was invited joins here: with a new password, or with the sign-in they already have (O2). */
export function InvitationPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const problem = useProblem();
  const path = { params: { path: { token } } };
  const { data, error } = useQuery({
    queryKey: ["invitation", token],
    queryFn: async ({ signal }) => unwrap(await api.GET("/api/v1/invitations/{token}", { ...path, signal })),
    retry: false,
  });
  const [name, setName] = useState<string | null>(null);
  const [password, setPassword] = useState("");
  const accept = useMutation<unknown, ApiError>({
    mutationFn: async () =>
      unwrap(
        await api.POST("/api/v1/invitations/{token}/accept", {
          ...path,
          body: { name: name ?? data?.name ?? "", ...(data?.needs_password ? { password } : {}) },
        }),
      ),
    onSuccess: () => {
      queries.clear();
      void navigate({ to: "/", replace: true });
    },
  });
  if (error)
    return (
      <Door title={t("session.invitation_gone")} hint={problem(error)}>
        <div className={c.row}>
          <Link to="/sign-in">{t("session.to_sign_in")}</Link>
        </div>
      </Door>
    );
  if (!data)
    return (
      <Door title={t("common.loading")}>
        <Skeleton height={140} />
      </Door>
    );
  return (
    <Door
      title={t("session.invitation_title", { organization: data.organization })}
      hint={t(data.needs_password ? "session.invitation_hint" : "session.invitation_known", {
        email: data.email,
      })}
    >
      <form
        className={c.form}
        onSubmit={(e) => {
          e.preventDefault();
          accept.mutate();
        }}
      >
        {accept.error?.fields.length === 0 && <Refused error={accept.error} />}
        <TextInput
          label={t("session.your_name")}
          autoComplete="name"
          size="md"
          value={name ?? data.name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={accept.error?.field("name")}
        />
        {data.needs_password && (
          <PasswordInput
            label={t("session.new_password")}
            autoComplete="new-password"
            required
            withAsterisk={false}
            size="md"
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            error={accept.error?.field("password")}
            visibilityToggleButtonProps={{ "aria-label": t("session.show_password") }}
          />
        )}
        <Button type="submit" size="md" loading={accept.isPending}>
          {t("session.join")}
        </Button>
      </form>
    </Door>
  );
}
