package org.yutang.access;

/// Bounds how often a stranger may knock in vain at the doors that need no login but a secret of
/// their own, such as a provider's callback. Counts by address, together with logins.
public interface Knocks {

  /// Counts a knock before anything is looked at, or refuses with
  /// [AccessRefusal#TOO_MANY_ATTEMPTS].
  void knock(Peer peer);

  /// Counts a use of a door that is open to strangers, such as a form for gifts, or refuses after
  /// so many in a quarter of an hour from one address. Other doors and logins are not concerned.
  void use(Peer peer, String door, int most);

  /// The secret was right: takes the knock back.
  void welcome(Peer peer);
}
