package org.yutang.access;

import java.util.UUID;

/// Turns what somebody shows at the door into an actor. Whoever calls it keeps the actor's account
/// id in the session and nothing else: roles are read again for every request with [Access#actor].
public interface Logins {

  /// Checks name and password. Unknown names take as long as known ones. Failures are counted by
  /// name and by address, across all nodes, and written to the audit without the password. Refuses
  /// with [AccessRefusal#WRONG_PASSWORD] (also for unknown and closed accounts),
  /// [AccessRefusal#TOO_MANY_ATTEMPTS] and [AccessRefusal#LOGINS_BUSY].
  Actor login(String name, String password, Peer peer);

  /// A token for `/enter?token=…` that logs the account in without a password as long as this
  /// process runs.
  ///
  /// @throws IllegalStateException unless this server is a demo
  String demoLink(UUID account);

  /// Redeems [#demoLink], from this machine only. Refuses with [AccessRefusal#INVALID_TOKEN].
  Actor enter(String token, Peer peer);

  /// Writes into the audit that somebody left; ending the session is the caller's part.
  void logout(Actor actor);
}
