/** Checked at every start: the role of the server can do no more than it must, or the second wall is none. */
import type { Store } from '#store/database.ts'

export class RoleError extends Error {}

export async function checkRoles(store: Store): Promise<void> {
  const [role] = await store
    .lookup<{ name: string; super: boolean; bypass: boolean; owns: number }>(
      `select current_user as name, r.rolsuper as super, r.rolbypassrls as bypass,
       (select count(*) from pg_class c where c.relnamespace = 'app'::regnamespace and c.relowner = r.oid) as owns
     from pg_roles r where r.rolname = current_user`,
      [],
    )
    .catch(unmigrated)
  if (!role) throw new RoleError('The role of the server is not known to the database.')
  const wrong = [role.super && 'is a superuser', role.bypass && 'bypasses row-level security', role.owns > 0 && 'owns tables'].filter(
    Boolean,
  )
  if (wrong.length > 0)
    throw new RoleError(
      `The role ${role.name} ${wrong.join(', ')}. Let DATABASE_URL name sallyport_app; migrations run with DATABASE_OWNER_URL.`,
    )
}

const unmigrated = (error: Error & { code?: string }): never => {
  if (error.code !== '3F000' && error.code !== '42P01') throw error
  throw new RoleError('This database was not migrated yet. Set DATABASE_OWNER_URL and run: npm run sallyport -- migrate')
}
