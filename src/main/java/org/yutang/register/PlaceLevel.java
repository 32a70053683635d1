package org.yutang.register;

/// How high a place stands. Countries whose regions have other names use the nearest; levels may be
/// left out.
public enum PlaceLevel {
  WORLD,
  COUNTRY,
  PROVINCE,
  CITY,
  COUNTY,
  TOWN,
  VILLAGE
}
