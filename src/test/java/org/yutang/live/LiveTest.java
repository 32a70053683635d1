package org.yutang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketHouse;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.programme.Text;

/// Live rooms from the plan to the figures, with those who push in. Shops and people are made up.
class LiveTest extends ServerTest {

  private static final String EVIL = "<script>evil=1</script>";

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Live live;

  private MarketHouse house;
  private Actor merchant;
  private Product honey;
  private Room room;

  @BeforeEach
  void aRoom() {
    house = new MarketHouse(beans, new PlaceCode("CN-450325"));
    merchant = house.merchant();
    Shop shop = house.shop(merchant, "测试直播店");
    honey = house.product(merchant, shop, "测试直播蜜", 5000, 10);
    room = live.plan(merchant, wanted(shop, ""));
  }

  private static Room.New wanted(Shop shop, String playback) {
    Instant now = Instant.now();
    return new Room.New(
        UUID.randomUUID(),
        shop.id(),
        new Text("测试直播" + EVIL, ""),
        Room.Track.FOOD,
        now,
        now.plusSeconds(3600),
        List.of(new Room.Host("测试县长", Room.Host.Role.COUNTY_HEAD)),
        playback);
  }

  @Test
  void onlyOnePublishesWithAKeyAndNobodyAfterItIsRevokedOrTheRoomIsOver() {
    String key = live.newKey(merchant, room.id());
    assertThat(key).hasSize(48);
    assertThat(live.publish(key, "1").id()).isEqualTo(room.id());
    assertThat(refused(() -> live.publish(key, "2"))).isEqualTo(LiveRefusal.NOT_PUBLISHING);
    live.publishDone(key, "1");
    live.publish(key, "2");
    live.revokeKey(merchant, room.id());
    assertThat(refused(() -> live.stillPublishes(key, "2"))).isEqualTo(LiveRefusal.NOT_PUBLISHING);
    String other = live.newKey(merchant, room.id());
    live.begin(merchant, room.id());
    live.end(merchant, room.id());
    assertThat(refused(() -> live.publish(other, "3"))).isEqualTo(LiveRefusal.NOT_PUBLISHING);
  }

  @Test
  void oneWhoFloodsOrIsSilencedLeavesOthersAlone() {
    UUID loud = UUID.randomUUID();
    Room.Message first = live.say(room.id(), UUID.randomUUID(), loud, "甲", EVIL);
    assertThat(refused(() -> live.say(room.id(), UUID.randomUUID(), loud, "甲", "再来")))
        .isEqualTo(LiveRefusal.TOO_FAST);
    live.say(room.id(), UUID.randomUUID(), UUID.randomUUID(), "乙", "你好");
    live.mute(merchant, room.id(), loud);
    assertThat(live.said(room.id(), 50)).extracting(Room.Message::text).containsExactly("你好");
    assertThat(refused(() -> live.say(room.id(), UUID.randomUUID(), loud, "甲", "再来")))
        .isEqualTo(LiveRefusal.MUTED);
    live.moderate(merchant, room.id(), 1, List.of("坏词"));
    assertThat(
            refused(() -> live.say(room.id(), UUID.randomUUID(), UUID.randomUUID(), "丙", "一个坏词")))
        .isEqualTo(LiveRefusal.WORD_NOT_WANTED);
    assertThat(first.text()).isEqualTo(EVIL);
  }

  @Test
  void anAddressThatLeadsInsideIsNoPlayback() {
    for (String bad :
        List.of(
            "http://a.example.org/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://a.b; x"))
      assertThat(refused(() -> live.setReplay(merchant, room.id(), bad)))
          .as(bad)
          .isEqualTo(LiveRefusal.BAD_FIELD);
  }

  @Test
  void whatIsBoughtInTheRoomCountsForItAndWhatGoesBackIsTakenOff() {
    live.begin(merchant, room.id());
    live.pin(merchant, room.id(), honey.id());
    assertThat(live.chapters(room.id()))
        .extracting(Room.Chapter::product)
        .containsExactly(honey.id());
    MarketHouse.Customer buyer = house.buyer();
    UUID article = honey.articles().getFirst().id();
    house.buying.put(buyer.key(), article, 2);
    house.buying.foundIn(buyer.key(), article, room.id());
    Order order = house.bought(buyer, 2, honey);
    assertThat(house.selling.soldIn(room.id()))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.goods()).isEqualTo(Money.fen(10_000));
              assertThat(each.back()).isEqualTo(Money.fen(0));
            });
    house.buying.askBack(buyer.key(), UUID.randomUUID(), order.id(), order.total(), "测试");
    house.settle();
    assertThat(house.selling.soldIn(room.id()).getFirst().back()).isEqualTo(Money.fen(10_000));
    assertThat(live.like(room.id(), buyer.address(), 500)).isEqualTo(500);
    assertThat(live.like(room.id(), buyer.address(), 5)).isEqualTo(500);
  }

  @Test
  void thePageEscapesWhatIsSaidAndTheDoorRefusesForgeries() throws Exception {
    live.say(room.id(), UUID.randomUUID(), UUID.randomUUID(), "甲", EVIL);
    assertThat(get("/market/live/" + room.id()).body())
        .contains("暂时没有画面", "&lt;script", "测试直播蜜")
        .doesNotContain(EVIL);
    assertThat(get("/market/live").statusCode()).isEqualTo(200);
    for (String path : List.of("..%2f..%2fx", "x.m3u8", "1.ts.m3u8"))
      assertThat(get("/market/live/" + room.id() + "/hls/" + path).statusCode())
          .isGreaterThanOrEqualTo(400);
    HttpResponse<String> hook =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/live/hook?secret=x"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        HttpRequest.BodyPublishers.ofString("call=publish&name=..%2Fx&clientid=1"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(hook.statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept-Language", "zh-CN")
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static Refusal.Code refused(Runnable what) {
    return catchThrowableOfType(Refusal.class, what::run).code();
  }
}
