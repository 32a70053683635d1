package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.kernel.PlaceCode;
import org.yutang.supply.Lot;
import org.yutang.supply.SupplyHouse;
import org.yutang.trace.Gs1Key;

/// Nobody reads all lots by trying their codes.
class CodeDoorTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-451027");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;

  private HttpResponse<String> open(HttpClient from, String path) throws Exception {
    return from.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whoeverOpensTooManyCodesWaitsAndOthersDoNot() throws Exception {
    Lot lot = new SupplyHouse(beans, COUNTY, 1).weighIn(0, "10");
    String path = lot.uri().substring(Gs1Key.HOME.length());
    try (HttpClient eager =
            HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.77")).build();
        HttpClient other =
            HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.78")).build()) {
      for (int i = 0; i < CodeDoor.MOST; i++)
        assertThat(open(eager, path).statusCode()).isEqualTo(307);
      HttpResponse<String> refused = open(eager, path);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("0")))
          .isBetween(1, 900);
      assertThat(open(eager, "/trace" + path).statusCode()).isEqualTo(429);
      assertThat(open(eager, "/01/09521234000013/10/26-0000000000").statusCode())
          .as("also what there is not")
          .isEqualTo(429);
      assertThat(open(eager, "/log").statusCode()).as("other pages").isEqualTo(200);
      assertThat(open(other, path).statusCode()).as("another address").isEqualTo(307);
    }
  }
}
