package org.xinfu.kit.blob;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.xinfu.kit.home.ServiceHome;

/** Blobs below the service's data directory unless the service brings another store. */
@AutoConfiguration
class BlobAutoConfiguration {
  @Bean
  @Lazy
  @ConditionalOnMissingBean
  BlobStore blobStore(ServiceHome home) {
    DataKey key = DataKey.in(home.dataDirectory().resolve("blob.key"));
    return new LocalBlobStore(home.dataDirectory().resolve("blobs"), key);
  }
}
