import { IconSeedling } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState, PageHead } from "./bits";

/** Stands where a page is still being built: says what it will be for. */
export function Soon({ page }: { page: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t(`nav.${page}`)} />
      <EmptyState icon={<IconSeedling size={24} aria-hidden />} title={t(`nav.${page}`)}>
        {t(`soon.${page}`)}
      </EmptyState>
    </>
  );
}
