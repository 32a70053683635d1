package org.yutang.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Opens, changes and closes accounts. Every command needs [Permission#MANAGE_ACCOUNTS] in the
/// places it touches, leaves an audit row, and joins the caller's transaction if one is open.
///
/// An account can be managed by whoever manages accounts at its home and wherever it holds a role,
/// so that nobody takes over an account with more power than his own.
public interface Accounts {

  /// Opens an account without roles. Repeating it with the same id and name changes nothing.
  /// Refuses with [AccessRefusal#NAME_TAKEN], [AccessRefusal#INVALID_NAME],
  /// [AccessRefusal#INVALID_DISPLAY_NAME], [AccessRefusal#WEAK_PASSWORD].
  ///
  /// @param id made by the caller
  /// @param password empty for an account that does not log in by password (demo, machines)
  Account create(
      Actor by,
      UUID id,
      String name,
      String displayName,
      PlaceCode home,
      Optional<String> password);

  /// The same with roles, each with its end if it has one: all or nothing. Refuses also as
  /// [#grant].
  Account create(
      Actor by,
      UUID id,
      String name,
      String displayName,
      PlaceCode home,
      Optional<String> password,
      Map<Grant, Optional<Instant>> roles);

  /// Gives a role in a place and everything inside it, from now on; an equal grant that is in force
  /// gets the new end. Refuses with [AccessRefusal#UNKNOWN_PLACE] and [AccessRefusal#INVALID_END].
  Account grant(Actor by, UUID account, Grant grant, Optional<Instant> until);

  /// Ends a role at once; quietly, if the account does not hold it. Refuses with
  /// [AccessRefusal#LAST_ADMINISTRATOR].
  Account revoke(Actor by, UUID account, Grant grant);

  /// Ends the account, its sessions and its tokens for ever. Refuses with
  /// [AccessRefusal#LAST_ADMINISTRATOR].
  void close(Actor by, UUID account);

  /// Sets somebody's password and ends their sessions. Refuses with [AccessRefusal#WEAK_PASSWORD].
  void setPassword(Actor by, UUID account, String password);

  /// Sets one's own password and ends all of one's sessions. Refuses with
  /// [AccessRefusal#WRONG_PASSWORD] and [AccessRefusal#WEAK_PASSWORD].
  void changeOwnPassword(Actor actor, String old, String password);

  /// By login name, whatever its case; an account that is closed too.
  Optional<Account> find(String name);

  Optional<Account> find(UUID id);

  /// Accounts at home or with a role where the reader manages accounts; by name.
  ///
  /// @param text a part of name or display name; empty for all
  default Page<Account> list(Actor reader, String text, boolean closedToo, Page.Wanted page) {
    return list(reader, text, closedToo, Sort.NAME, false, page);
  }

  Page<Account> list(
      Actor reader,
      String text,
      boolean closedToo,
      Sort sort,
      boolean descending,
      Page.Wanted page);

  /// Open accounts that hold the role now, by name; for rooms, asks nobody's permission.
  List<Account> holding(Role role);

  /// In which order accounts are listed.
  enum Sort {
    NAME,
    DISPLAY_NAME,
    CREATED
  }
}
