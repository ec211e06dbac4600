package org.xinfu.licence.config;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.blob.BlobStore;
import org.xinfu.kit.font.FontChain;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.kit.profile.TestAnchorCheck;
import org.xinfu.kit.security.IdentityProvider;
import org.xinfu.licence.anchors.TrustDirectories;
import org.xinfu.licence.deposit.DepositLicence;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.issue.IssueLicence;
import org.xinfu.licence.issue.Sealing;
import org.xinfu.licence.layout.LicenceLayout;
import org.xinfu.licence.query.QueryLicences;
import org.xinfu.licence.revoke.RevokeLicence;
import org.xinfu.licence.sealing.MachineToken;
import org.xinfu.licence.sealing.SealServiceClient;
import org.xinfu.licence.store.JdbcLicenceStore;
import org.xinfu.licence.store.JdbcTypeRegister;
import org.xinfu.licence.store.RecordCipher;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.verification.VerifyFile;
import org.xinfu.trust.TrustPolicy;
import tools.jackson.databind.json.JsonMapper;

/** The vault's parts, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VaultSettings.class)
class VaultBeans {
  @Bean
  Catalogue catalogue(JdbcClient jdbc, Clock clock) {
    Catalogue catalogue = Catalogue.standard();
    new JdbcTypeRegister(jdbc, clock).register(catalogue);
    return catalogue;
  }

  @Bean
  LicenceStore licenceStore(JdbcClient jdbc, ServiceHome home, JsonMapper json) {
    return new JdbcLicenceStore(
        jdbc, RecordCipher.in(home.dataDirectory().resolve("record.key")), json);
  }

  @Bean
  ProductionCheck testAnchors(TrustDirectories trust, Clock clock) {
    return () -> {
      TrustPolicy policy = trust.policy(clock.instant());
      return Stream.of(policy.signers(), policy.makers())
          .flatMap(anchors -> new TestAnchorCheck(() -> anchors).violations().stream())
          .toList();
    };
  }

  @Bean
  TrustDirectories trustDirectories(VaultSettings settings, ServiceHome home) {
    Path shared = home.home().toAbsolutePath().resolve("trust");
    List<Path> usual = List.of(shared, home.dataDirectory().resolve("trust"));
    return new TrustDirectories(Objects.requireNonNullElse(settings.trust(), usual));
  }

  @Bean
  SheetMaker sheetMaker(VaultSettings settings) {
    return new SheetMaker(settings.verifyBase());
  }

  @Bean
  LicenceLayout licenceLayout() {
    return new LicenceLayout(FontChain.standard());
  }

  @Bean
  @ConditionalOnMissingBean
  Sealing sealing(
      VaultSettings settings,
      ServiceHome home,
      IdentityProvider idp,
      JsonMapper json,
      Clock clock) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    MachineToken.Client client =
        new MachineToken.Client(
            URI.create(idp.issuer() + "/oauth2/token"),
            settings.clientId(),
            home.credential(settings.clientId() + ".secret"),
            "seal:use");
    return new SealServiceClient(
        http,
        new SealServiceClient.SealServiceSettings(settings.sealService(), settings.pdfAlgorithm()),
        new MachineToken(http, client, json, clock),
        json);
  }

  @Bean
  IssueLicence.Press press(LicenceLayout layout, SheetMaker sheets, Sealing sealing) {
    return new IssueLicence.Press(layout, sheets, sealing);
  }

  @Bean
  IssueLicence issueLicence(
      Catalogue catalogue,
      IssueLicence.Press press,
      LicenceStore licences,
      IssueLicence.Archive archive) {
    return new IssueLicence(catalogue, press, licences, archive);
  }

  @Bean
  IssueLicence.Archive archive(BlobStore blobs, Audit audit, Clock clock) {
    return new IssueLicence.Archive(blobs, audit, clock);
  }

  @Bean
  DepositLicence depositLicence(
      Catalogue catalogue,
      LicenceStore licences,
      TrustDirectories trust,
      DepositLicence.Archive archive) {
    return new DepositLicence(catalogue, licences, trust, archive);
  }

  @Bean
  DepositLicence.Archive depositArchive(BlobStore blobs, Audit audit, Clock clock) {
    return new DepositLicence.Archive(blobs, audit, clock);
  }

  @Bean
  RevokeLicence revokeLicence(LicenceStore licences, Audit audit, Clock clock) {
    return new RevokeLicence(licences, audit, clock);
  }

  @Bean
  QueryLicences queryLicences(LicenceStore licences, BlobStore blobs, Audit audit) {
    return new QueryLicences(licences, blobs, audit);
  }

  @Bean
  VerifyFile verifyFile(LicenceStore licences, TrustDirectories trust, Clock clock) {
    return new VerifyFile(licences, trust, clock);
  }
}
