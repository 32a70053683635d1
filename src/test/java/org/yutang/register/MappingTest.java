package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;

class MappingTest {

  private static final String START =
      """
      kind: register
      source: {id: t, title: T, licence: none, date: 2020-12-31}
      household:
        place: "'CN-500236'"
      """;

  private static void refused(String yaml, int line, int column, String problem) {
    assertThatThrownBy(() -> Mapping.read(yaml))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(RegisterRefusal.MAPPING_WRONG);
              assertThat(refusal.facts().get("problem").toString()).contains(problem);
              assertThat(refusal.facts())
                  .containsEntry("line", line)
                  .containsEntry("column", column);
            });
  }

  private static Object value(String expression, Map<String, String> row) throws Exception {
    return String.valueOf(Expression.of(expression, Expression.Gives.ANY).of(row));
  }

  @Test
  void everyShippedMappingIsRight() throws IOException {
    try (var files = Files.list(Path.of("mappings"))) {
      List<Path> mappings =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.getFileName().toString().startsWith("orders-"))
              .toList();
      assertThat(mappings).hasSizeGreaterThan(5);
      for (Path file : mappings)
        assertThat(Mapping.read(Files.readString(file)).columns()).as(file.toString()).isNotEmpty();
    }
  }

  @Test
  void mistakesAreNamedByLineAndColumn() {
    refused(START + "  plaec: x\n", 5, 3, "unknown key 'plaec'");
    refused(START + "  size: number(row.x\n", 5, 21, "missing ')'");
    refused(START + "  size: nunber(row.x)\n", 5, 15, "undeclared reference to 'nunber'");
    refused(START + "  size: \"number(row.x) + nix\"\n", 5, 26, "undeclared reference to 'nix'");
    refused(START + "  size: row.x\n", 5, 9, "gives string where number is wanted");
    refused(START + "  size: number(1)\n", 5, 15, "no matching overload");
    refused(START + "  key: |\n    row.a +\n      rwo.b\n", 7, 3, "undeclared reference to 'rwo'");
    refused(START + "  facts: [{name: Income, value: row.x}]\n", 5, 18, "does not have the form");
    refused(
        START + "  facts:\n    - {name: a, value: row.x}\n    - {name: a, value: row.y}\n",
        7,
        7,
        "stands here twice");
    refused(START + "  since: 2020-02-31\n", 5, 10, "not a date");
    refused(START + "  key: row.a\n  key: row.b\n", 6, 3, "twice");
    refused(START + "person: {born: row.a, age: number(row.b)}\n", 5, 28, "contradict");
    refused(START.replace("register", "regster"), 1, 7, "none of places, register");
    refused(START.replace("2020-12-31", "gestern"), 2, 48, "not a date");
    refused(
        "kind: register\nsource: {id: t, title: T, licence: none, date: 2020-12-31}\n",
        1,
        1,
        "'household' is missing");
    refused("kind: [\n", 2, 1, "");
    refused("", 1, 1, "empty");
    refused("- a\n", 1, 1, "block of named values");
  }

  @Test
  void expressionsReadCellsAndLeaveOutWhatIsEmpty() throws Exception {
    Map<String, String> row =
        Map.of(
            "ln",
            "10.13649",
            "n",
            "1,234.5",
            "e",
            "",
            "d",
            "31.12.2019",
            "code",
            "130631.0",
            "名",
            "甲",
            "w",
            "12.5");
    assertThat(value("round(exp(number(row.ln)))", row)).isEqualTo("25248");
    assertThat(value("number(row.n) * 2.0", row)).isEqualTo("2469.0");
    assertThat(value("number(row.e) + 1.0", row)).isEqualTo("null");
    assertThat(value("row.e", row)).isEqualTo("null");
    assertThat(value("row.e == '' ? 0.0 : number(row.e)", row)).isEqualTo("0.0");
    assertThat(value("blank(row.e)", row)).isEqualTo("true");
    assertThat(value("date(row.d, 'dd.MM.yyyy')", row)).isEqualTo("2019-12-31");
    assertThat(value("'CN-' + digits(row.code)", row)).isEqualTo("CN-130631");
    assertThat(value("row['名']", row)).isEqualTo("甲");
    assertThat(value("pad(row.w, 6)", row)).isEqualTo("0012.5");
    assertThat(value("{'12.5': 'x'}[row.w]", row)).isEqualTo("x");
    assertThat(value("has(row.absent) ? row.absent : 'none'", row)).isEqualTo("none");
    assertThat(
            Expression.of("row.a + row['b'] + (has(row.c) ? '' : '')", Expression.Gives.TEXT)
                .columns())
        .containsExactlyInAnyOrder("a", "b");
    assertThatThrownBy(() -> value("whole(row.w)", row))
        .isInstanceOf(dev.cel.runtime.CelEvaluationException.class);
    assertThatThrownBy(() -> value("{'a': 'x'}[row.w]", row))
        .isInstanceOf(dev.cel.runtime.CelEvaluationException.class);
  }

  @Test
  void identityNumbersAreCheckedByTheirLastSign() {
    assertThat(ChinaId.isValid("11010519491231002X")).isTrue();
    assertThat(ChinaId.isValid("110105194912310021")).isFalse();
    assertThat(ChinaId.isValid("11010519491331002X")).isFalse();
    assertThat(ChinaId.isValid("1101051949123100")).isFalse();
    assertThat(ChinaId.isInside("身份证 11010519491231002x，")).isTrue();
    assertThat(ChinaId.isInside("电话 13800138000 编号 110105194912310021")).isFalse();
    assertThat(IdNumbers.mask("11010519491231002X")).isEqualTo("110***********002X");
    assertThat(IdNumbers.mask("AB123456")).isEqualTo("A*****56");
    assertThat(IdNumbers.mask("12345")).isEqualTo("*****");
  }

  @Test
  void namesAreMaskedAndHeardAsTheyAreRead() {
    assertThat(Names.mask("张三丰")).isEqualTo("张某某");
    assertThat(Names.mask("张三")).isEqualTo("张某");
    assertThat(Names.mask("欧阳娜娜")).isEqualTo("欧阳某某");
    assertThat(Names.mask("Anna  Maria Huber")).isEqualTo("A*** M*** H***");
    assertThat(Names.mask("买买提·艾合买提")).isEqualTo("买某某");
    assertThat(Names.sound("单田芳")).isEqualTo(new Names.Sound("shantianfang", "stf"));
    assertThat(Names.sound("曾国藩")).isEqualTo(new Names.Sound("zengguofan", "zgf"));
    assertThat(Names.sound("尉迟恭")).isEqualTo(new Names.Sound("yuchigong", "ycg"));
    assertThat(Names.sound("吕布").pinyin()).startsWith("l");
    assertThat(Names.sound("Anna Huber")).isEqualTo(new Names.Sound("annahuber", "ah"));
  }
}
