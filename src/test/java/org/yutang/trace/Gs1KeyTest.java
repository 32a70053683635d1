package org.yutang.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yutang.kernel.Refusal;

class Gs1KeyTest {

  /// The pairs are those of the published event hash vectors and of EPC TDS 2.0, section 6.
  @ParameterizedTest
  @CsvSource({
    "urn:epc:id:sgtin:0614141.011111.987, https://id.gs1.org/01/00614141111114/21/987",
    "urn:epc:id:sgtin:0614141.812345.6789AB%2F, https://id.gs1.org/01/80614141123458/21/6789AB%2F",
    "urn:epc:class:lgtin:4054739.099914.20160711, https://id.gs1.org/01/04054739999148/10/20160711",
    "urn:epc:idpat:sgtin:4012345.066666.*, https://id.gs1.org/01/04012345666663",
    "urn:epc:id:upui:4012345.012345.AB12, https://id.gs1.org/01/04012345123456/235/AB12",
    "urn:epc:id:sscc:4012345.1112223334, https://id.gs1.org/00/140123451122233341",
    "urn:epc:id:sgln:4012345.00011.0, https://id.gs1.org/414/4012345000115",
    "urn:epc:id:sgln:4012345.00011.987, https://id.gs1.org/414/4012345000115/254/987",
    "urn:epc:id:pgln:0614141.00000, https://id.gs1.org/417/0614141000005",
    "urn:epc:id:grai:4012345.66666.87, https://id.gs1.org/8003/0401234566666387",
    "urn:epc:idpat:grai:4012345.66666.*, https://id.gs1.org/8003/04012345666663",
    "urn:epc:id:giai:4012345.AAbb, https://id.gs1.org/8004/4012345AAbb",
    "urn:epc:id:gsrn:4012345.9876540000, https://id.gs1.org/8018/401234598765400000",
    "urn:epc:id:gsrnp:4012345.0000098765, https://id.gs1.org/8017/401234500000987658",
    "urn:epc:id:gdti:4012345.55555.98, https://id.gs1.org/253/401234555555498",
    "urn:epc:id:cpi:4012345.ABC.123, https://id.gs1.org/8010/4012345ABC/8011/123",
    "urn:epc:idpat:cpi:4012345.ABC.*, https://id.gs1.org/8010/4012345ABC",
    "urn:epc:id:sgcn:4012345.99999.44, https://id.gs1.org/255/401234599999044",
    "urn:epc:id:ginc:4012345.333, https://id.gs1.org/401/4012345333",
    "urn:epc:id:gsin:4012345.999987654, https://id.gs1.org/402/40123459999876541",
    "urn:epc:id:itip:4012345.012345.01.02.999, https://id.gs1.org/8006/040123451234560102/21/999",
    "urn:epc:idpat:itip:4012345.012345.01.02.*, https://id.gs1.org/8006/040123451234560102"
  })
  void bothFormsOfEveryKeyAreRead(String urn, String link) {
    Gs1Key key = Gs1Key.parse(urn);
    assertThat(key.link()).isEqualTo(link);
    assertThat(key.urn()).contains(urn);
    Gs1Key linked = Gs1Key.parse(link);
    assertThat(linked.link()).isEqualTo(link);
    assertThat(linked.kind()).isEqualTo(key.kind());
    assertThat(linked.urn()).isEmpty();
    String elsewhere = link.replace("https://id.gs1.org", "https://trace.example.cn/some/path");
    assertThat(Gs1Key.canonical(elsewhere + "?17=261231#x")).isEqualTo(link);
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.gs1.org/01/00614141111115/21/987, CHECK_DIGIT",
    "https://id.gs1.org/00/140123451122233342, CHECK_DIGIT",
    "https://id.gs1.org/414/4012345000116, CHECK_DIGIT",
    "https://id.gs1.org/01/0061414111111/21/987/9, BAD_KEY",
    "https://id.gs1.org/01/00614141111114/21/123456789012345678901, BAD_KEY",
    "https://id.gs1.org/8003/4012345666663, BAD_KEY",
    "urn:epc:id:sgtin:0614141.01111.987, BAD_KEY",
    "urn:epc:id:sgtin:0614141.011111, BAD_KEY",
    "urn:epc:id:sgtin:0614141.011111., BAD_KEY",
    "urn:epc:id:sgtin:0614141.011111.a b, BAD_KEY",
    "urn:epc:id:sgtin:0614141.011111.%2, BAD_KEY",
    "urn:epc:idpat:sgtin:0614141.011111.5, BAD_KEY",
    "urn:epc:id:sscc:4012345.111222333, BAD_KEY",
    "urn:epc:id:cpi:4012345.abc.123, BAD_KEY",
    "urn:epc:id:itip:4012345.012345.1.02.999, BAD_KEY",
    "urn:epc:id:unheard:4012345.1, BAD_KEY",
    "urn:epc, BAD_KEY",
    "urn:epc:id, BAD_KEY"
  })
  void wrongKeysAreRefused(String uri, TraceRefusal code) {
    assertThatThrownBy(() -> Gs1Key.parse(uri))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void identifiersOfOthersAreNoKeys() {
    for (String uri :
        List.of(
            "urn:epc:id:adi:W81X9C.3KL984PX1.2WMA52",
            "urn:example:epcis:id:obj:1",
            "https://example.com/253/4012345000054987",
            "https://example.com/user/vocab/obj/1",
            "urn:epc:",
            "geo:47.5,11.1"))
      assertThat(Gs1Key.canonical(uri))
          .as(uri)
          .isIn(uri, "https://id.gs1.org/253/4012345000054987");
  }

  @Test
  void anyOneDigitThatIsMisreadIsNoticed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder digits = new StringBuilder();
      for (int d = 0; d < 17; d++) digits.append((char) ('0' + random.nextInt(10)));
      String sscc = digits.toString() + Gs1Key.checkDigit(digits.toString());
      assertThat(Gs1Key.parse("https://id.gs1.org/00/" + sscc).key()).isEqualTo(sscc);
      int at = random.nextInt(18);
      char other = (char) ('0' + (sscc.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
      String misread = sscc.substring(0, at) + other + sscc.substring(at + 1);
      assertThatThrownBy(() -> Gs1Key.parse("https://id.gs1.org/00/" + misread))
          .as("seed " + seed)
          .isInstanceOf(Refusal.class);
    }
  }
}
