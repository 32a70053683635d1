package org.yutang.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.yutang.access.Actor;
import org.yutang.campaign.Campaign;
import org.yutang.campaign.CampaignRefusal;
import org.yutang.campaign.Campaigns;
import org.yutang.campaign.FlashClaim;
import org.yutang.campaign.Payment;
import org.yutang.kernel.Page;

/// Claims decided by the peer's script instead of the ledger, to stand behind the same HTTP
/// handler. Knows one campaign and nothing but claims.
final class RedisCampaigns implements Campaigns, AutoCloseable {

  private final RedisPeer peer;
  private final BlockingQueue<RespConnection> connections;

  RedisCampaigns(RedisPeer peer, int most) throws Exception {
    this.peer = peer;
    this.connections = new ArrayBlockingQueue<>(most);
    for (int i = 0; i < most; i++) connections.add(peer.open());
  }

  @Override
  public List<FlashClaim.Answer> claim(Actor actor, UUID campaign, List<FlashClaim> claims) {
    try {
      RespConnection connection = connections.take();
      try {
        return claims.stream().map(claim -> answer(connection, claim)).toList();
      } finally {
        connections.add(connection);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private FlashClaim.Answer answer(RespConnection connection, FlashClaim claim) {
    return switch (peer.claim(connection, claim.holder().toString())) {
      case RedisPeer.ACCEPTED ->
          new FlashClaim.Answer.Accepted(claim.id(), FlashClaim.State.GRANTED, false);
      case RedisPeer.SOLD_OUT ->
          new FlashClaim.Answer.Refused(claim.id(), CampaignRefusal.SOLD_OUT, Map.of());
      case RedisPeer.LIMIT_REACHED ->
          new FlashClaim.Answer.Refused(
              claim.id(), CampaignRefusal.LIMIT_REACHED, Map.of("limit", 3));
      default -> throw new IllegalStateException("the script answers something else");
    };
  }

  @Override
  public CompletableFuture<List<FlashClaim.Answer>> submit(
      Actor actor, UUID campaign, List<FlashClaim> claims) {
    throw none();
  }

  @Override
  public Campaign open(Actor actor, Campaign.New campaign) {
    throw none();
  }

  @Override
  public Campaign get(UUID campaign) {
    throw none();
  }

  @Override
  public Page<Campaign> list(Campaign.Query query) {
    throw none();
  }

  @Override
  public Campaign.Stock stock(UUID campaign) {
    throw none();
  }

  @Override
  public FlashClaim.Receipt receipt(Actor actor, UUID campaign, UUID claim) {
    throw none();
  }

  @Override
  public Payment pay(Actor actor, Payment.Notice notice) {
    throw none();
  }

  @Override
  public Payment callback(Payment.Via provider, String body, String signature) {
    throw none();
  }

  @Override
  public Payment payInSandbox(Actor actor, UUID campaign, UUID claim) {
    throw none();
  }

  @Override
  public Page<Payment> payments(Actor actor, Payment.Query query) {
    throw none();
  }

  private static UnsupportedOperationException none() {
    return new UnsupportedOperationException("the peer takes claims only");
  }

  @Override
  public void close() throws IOException {
    for (RespConnection connection : connections) connection.close();
  }
}
