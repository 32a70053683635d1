package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Cases;
import org.yutang.programme.VolunteerHouse;

/// The side that needs help, as programs of others see it.
class VolunteersApiTest extends ApiTest {

  @Autowired BeanFactory beans;
  @Autowired Cases cases;

  private HttpResponse<String> ask(String token, String path, String body) throws Exception {
    return send(post(token, path, UUID.randomUUID(), body));
  }

  @Test
  void aVolunteerIsProposedInvitedAndReleased() throws Exception {
    VolunteerHouse house = new VolunteerHouse(beans, new PlaceCode("CN-35"));
    VolunteerHouse.Volunteer volunteer = house.volunteer(List.of("hardware", "data"), 38);
    VolunteerHouse.Need need = house.need(List.of("data", "hardware"), 37);
    PlaceCode county = cases.get(need.filer(), need.id()).county();
    String path = "/api/v1/cases/" + need.id() + "/volunteers";
    String charity = token(Role.NOMINATOR, county);
    assertThat(send(as(charity, path)).body())
        .contains(volunteer.id().toString(), "\"fits\":[\"data\",\"hardware\"]", "\"freeHours\":38")
        .doesNotContain("contact");
    String one = path + "/" + volunteer.id();
    assertThat(ask(charity, one + "/invitation", "{}").body()).contains("\"state\":\"invited\"");
    assertThat(ask(charity, one + "/release", "{}").body()).contains("\"state\":\"released\"");
    assertThat(code(ask(charity, one + "/release", "{}"))).isEqualTo("programme.not-engaged");
    String nobody = path + "/" + UUID.randomUUID() + "/invitation";
    assertThat(code(ask(charity, nobody, "{}"))).isEqualTo("programme.no-such-volunteer");
    String stranger = token(Role.NOMINATOR, new PlaceCode("CN-11"));
    assertThat(send(as(stranger, path)).statusCode()).isEqualTo(404);
  }
}
