package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Role;
import org.yutang.giving.Gifts;
import org.yutang.giving.PairingHouse;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;

/// Both sides of a pairing as programs of others see them.
class AddedCoverApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-510822");
  private static final String PROGRAMME = "/api/v1/programmes/" + PairingHouse.RULES.text();

  @Autowired BeanFactory beans;
  @Autowired Gifts gifts;

  private PairingHouse house;
  private String county = "";

  @BeforeEach
  void aCounty() {
    house = new PairingHouse(beans, COUNTY);
    house.empty();
    county = token(Role.COUNTY_OFFICER, COUNTY);
  }

  @Test
  void theDonorSeesThatOneWomanIsCoveredAndNotWho() throws Exception {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given given = house.paid(house.gift(200, "加油"));
    HttpResponse<String> donor = send(request("/api/v1/public/gifts/" + given.link()));
    assertThat(donor.body()).doesNotContain(woman.toString(), COUNTY.text());
    Map<?, ?> gift = (Map<?, ?>) ((List<?>) json(donor).get("gifts")).getFirst();
    Map<?, ?> cover = (Map<?, ?>) gift.get("cover");
    assertThat(cover.get("state")).isEqualTo("paired");
    assertThat(cover.get("adds")).isEqualTo("50.00");
    assertThat(cover.get("pairings")).isEqualTo(1);
    assertThat(json(send(as(county, PROGRAMME))).toString()).contains("adds=50.00", "least=1.00");
  }

  @Test
  void herSideShowsWhatWasAddedAndOnlyMessagesThatWereLetThrough() throws Exception {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given given = house.paid(house.gift(200, "加油"));
    String path = PROGRAMME + "/added-cover?person=" + woman;
    assertThat(json(send(as(county, path))).get("messages")).isEqualTo(List.of());
    gifts.moderate(house.officer, given.gift(), true);
    Map<?, ?> seen = json(send(as(county, path)));
    assertThat(seen.get("added")).isEqualTo("50.00");
    assertThat(seen.get("pairs")).isEqualTo(1);
    assertThat(String.valueOf(seen.get("messages"))).contains("加油");
    String stranger = token(Role.COUNTY_OFFICER, new PlaceCode("CN-500230"));
    assertThat(send(as(stranger, path)).statusCode()).isEqualTo(403);
    assertThat(
            send(as(county, PROGRAMME + "/added-cover?person=" + UUID.randomUUID())).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whoLeavesPassesHerGiftsOnOnceHoweverOftenItIsTold() throws Exception {
    PersonId woman = house.women(1).getFirst();
    house.paid(100);
    PersonId other = house.women(1).getFirst();
    UUID key = UUID.randomUUID();
    String body =
        "{\"person\":\"%s\",\"day\":\"%s\",\"note\":\"moved away\"}"
            .formatted(woman, house.today());
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> left = send(post(county, PROGRAMME + "/departures", key, body));
      assertThat(left.statusCode()).as(left.body()).isEqualTo(200);
      assertThat(json(left).get("left")).isEqualTo(house.today().toString());
    }
    assertThat(house.of(other).pairs()).isEqualTo(1);
    HttpResponse<String> silent = leave(county, body.replace("moved away", ""));
    assertThat(silent.statusCode()).isEqualTo(422);
    assertThat(code(silent)).isEqualTo("programme.note-wanted");
    assertThat(leave(token(Role.INSURER, PlaceCode.WORLD), body).statusCode()).isEqualTo(403);
    assertThat(leave(county, "{}").statusCode()).isBetween(400, 422);
  }

  private HttpResponse<String> leave(String token, String body) throws Exception {
    return send(post(token, PROGRAMME + "/departures", UUID.randomUUID(), body));
  }
}
