package org.yutang.bench;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yutang.access.Actor;
import org.yutang.access.Tokens;
import org.yutang.campaign.Campaigns;
import org.yutang.kernel.Uuids;

/// The API's handler of claims twice: as it is, and with the peer's script in place of the room
/// behind it. Both pass the same doors.
@Component
class ClaimsOverHttp {

  private static final String OURS = "/api/v1/campaigns/{id}/claims";
  private static final String PEERS = "/api/v1/bench/campaigns/{id}/claims";

  private final RequestMappingHandlerMapping handlers;
  private final Tokens tokens;
  private final ApplicationContext house;

  ClaimsOverHttp(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers,
      Tokens tokens,
      ApplicationContext house) {
    this.handlers = handlers;
    this.tokens = tokens;
    this.house = house;
  }

  /// @param peerInfo what to close
  record Doors(
      ClaimsOverHttp of,
      String token,
      HttpLoad load,
      RequestMappingInfo peerInfo,
      GenericApplicationContext twin,
      RedisCampaigns behind)
      implements AutoCloseable {

    /// Claims a second.
    double ours(UUID campaign, int claims) throws Exception {
      return rate(OURS.replace("{id}", campaign.toString()), claims);
    }

    double peers(int claims) throws Exception {
      return rate(PEERS.replace("{id}", UUID.randomUUID().toString()), claims);
    }

    private double rate(String path, int claims) throws Exception {
      long start = System.nanoTime();
      Map<Integer, Integer> statuses = load.run(claims, number -> post(path));
      double seconds = (System.nanoTime() - start) / 1e9;
      if (!statuses.equals(Map.of(201, claims)))
        throw new IllegalStateException("answers " + statuses);
      return claims / seconds;
    }

    private HttpLoad.Post post(String path) {
      Instant now = Instant.now();
      return new HttpLoad.Post(
          path,
          List.of("Authorization: Bearer " + token, "Idempotency-Key: " + Uuids.fresh(now)),
          "{\"holder\":\"" + Uuids.fresh(now) + "\",\"quantity\":1}");
    }

    @Override
    public void close() throws IOException {
      of.handlers.unregisterMapping(peerInfo);
      twin.close();
      behind.close();
    }
  }

  Doors open(Actor officer, RedisPeer peer) throws Exception {
    String token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), officer.account(), 1).text();
    int port = house.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    RedisCampaigns behind = new RedisCampaigns(peer, RedisPeer.UNPIPELINED);
    HandlerMethod ours = ours();
    GenericApplicationContext twin = new AnnotationConfigApplicationContext();
    twin.setParent(house);
    twin.registerBean(Campaigns.class, () -> behind, definition -> definition.setPrimary(true));
    twin.registerBean("twin", ours.getBeanType());
    twin.refresh();
    RequestMappingInfo info =
        RequestMappingInfo.paths(PEERS)
            .methods(RequestMethod.POST)
            .options(handlers.getBuilderConfiguration())
            .build();
    Method method = ours.getMethod();
    handlers.registerMapping(info, twin.getBean("twin"), method);
    return new Doors(this, token, new HttpLoad(port, RedisPeer.UNPIPELINED), info, twin, behind);
  }

  private HandlerMethod ours() {
    return handlers.getHandlerMethods().entrySet().stream()
        .filter(
            each ->
                each.getKey().getPatternValues().contains(OURS)
                    && each.getKey()
                        .getMethodsCondition()
                        .getMethods()
                        .contains(RequestMethod.POST))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }
}
