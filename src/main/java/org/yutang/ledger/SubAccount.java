package org.yutang.ledger;

/// Where an account receives what is paid in another shard than its own, until it is swept home.
///
/// @param balance what it has received and what is not home yet
/// @param reserved what of it the sweep is moving
/// @param expected what open reservations will bring in at most
public record SubAccount(int shard, long balance, long reserved, long expected) {}
