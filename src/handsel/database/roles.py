"""The three roles, the extensions, and what each role may do at the least. Runs as the login of DATABASE_URL."""

ROLES = ("handsel_owner", "handsel_app", "handsel_system")

CREATE_ROLES = """
DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['handsel_owner', 'handsel_app', 'handsel_system'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another start was faster
        END;
        IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
        END IF;
    END LOOP;
END $$;
"""

PREPARE_DATABASE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
GRANT USAGE, CREATE ON SCHEMA public TO handsel_owner;
GRANT USAGE ON SCHEMA public TO handsel_app, handsel_system;
ALTER DEFAULT PRIVILEGES FOR ROLE handsel_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO handsel_app;
ALTER DEFAULT PRIVILEGES FOR ROLE handsel_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO handsel_app;
"""

# What must not be: a role that row-level security does not bind.
UNBOUND = """
SELECT r.rolname FROM pg_roles r
WHERE r.rolname = ANY(%s)
  AND (r.rolsuper OR r.rolbypassrls
       OR (r.rolname <> 'handsel_owner' AND EXISTS (
           SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace)))
"""
