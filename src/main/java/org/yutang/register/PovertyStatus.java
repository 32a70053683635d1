package org.yutang.register;

/// Where a household stands on the poverty register 建档立卡.
public enum PovertyStatus {
  /// Known, but not registered as poor 非贫困户.
  NONE,
  /// Registered as poor 建档立卡贫困户.
  REGISTERED,
  /// Lifted out of poverty 已脱贫.
  LIFTED,
  /// Fallen back 返贫.
  RETURNED
}
