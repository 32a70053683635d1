package org.yutang.supply;

import java.math.BigInteger;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.HouseSettings;
import org.yutang.trace.Gs1Key;

/// The GS1 keys that this house gives: GTINs of products, GLNs of sites, SSCCs of boxes, numbers of
/// lots.
///
/// All begin with the company prefix that GS1 gave to whoever runs the house, kept as the setting
/// [#PREFIX]; until one is set it is GS1's prefix for examples, 952.
@Component
class Numbers {

  static final String PREFIX = "gs1.company-prefix";

  private static final String EXAMPLE = "9521234";
  private static final int CODE_LENGTH = 10;

  /// Without letters that look like digits; 32 signs.
  private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private final JdbcClient sql;
  private final HouseSettings settings;

  Numbers(JdbcClient sql, HouseSettings settings) {
    this.sql = sql;
    this.settings = settings;
  }

  /// Of a product, given once and for all; in the transaction that is open.
  Lot.Product product(String standard, int season, String variety, String grade) {
    sql.sql(
            """
            insert into supply.product (standard, variety, grade, number)
            select :standard, :variety, :grade, nextval('supply.product_number')
            where not exists (select from supply.product where standard = :standard and variety = :variety and grade = :grade)
            on conflict do nothing
            """)
        .param("standard", standard)
        .param("variety", variety)
        .param("grade", grade)
        .update();
    long number =
        sql.sql(
                "select number from supply.product where standard = :standard and variety = :variety and grade = :grade")
            .param("standard", standard)
            .param("variety", variety)
            .param("grade", grade)
            .query(Long.class)
            .single();
    return new Lot.Product("0" + key(12, number), standard, season, variety, grade);
  }

  String gln() {
    return key(12, next("supply.site_number"));
  }

  String sscc() {
    return key(17, next("supply.box_number"));
  }

  private long next(String sequence) {
    return sql.sql("select nextval(:sequence::regclass)")
        .param("sequence", sequence)
        .query(Long.class)
        .single();
  }

  /// The prefix, the number in what is left of the digits, a check digit.
  private String key(int digits, long number) {
    String prefix = (digits == 17 ? "0" : "") + settings.find(PREFIX).orElse(EXAMPLE);
    String text =
        prefix + String.format(Locale.ROOT, "%0" + (digits - prefix.length()) + "d", number);
    if (text.length() != digits)
      throw new IllegalStateException("the company prefix has no more numbers");
    return text + Gs1Key.checkDigit(text);
  }

  /// The number of a lot: two digits of the year, then 50 bits of its id.
  static String code(int year, UUID lot) {
    StringBuilder code = new StringBuilder(String.format(Locale.ROOT, "%02d-", year % 100));
    BigInteger bits = BigInteger.valueOf(lot.getLeastSignificantBits() & Long.MAX_VALUE);
    for (int i = 0; i < CODE_LENGTH; i++)
      code.append(SIGNS.charAt(bits.shiftRight(5 * i).intValue() & 31));
    return code.toString();
  }
}
