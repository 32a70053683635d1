/// Who may do what, where: accounts, roles bound to places, sessions, tokens, audit.
///
/// Promises: nobody acts without an [org.yutang.access.Actor]; a role counts only inside its place;
/// every change leaves an audit row in the transaction of the change; passwords are argon2 hashes,
/// tokens and links are kept as digests only.
///
/// Owns the schema `access`. Start reading at [org.yutang.access.Access], then
/// [org.yutang.access.Permission] for the table of who may do what.
@NullMarked
package org.yutang.access;

import org.jspecify.annotations.NullMarked;
