// An OpenID Connect provider by somebody else, for the tests of ledger/identity.
// Usage: node server.mjs <redirect URL>. Prints "issuer <URL>" when it is ready and
// ends when its standard input does, so that it never outlives the test.
// Four clients differ in nothing but the signature of their ID tokens.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const redirect = process.argv[2];
const jwk = (type, options, more) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), use: 'sig', ...more,
});

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: ['RS256', 'PS256', 'ES256', 'EdDSA'].map((alg) => ({
      client_id: `hefu-${alg}`,
      client_secret: 'a secret with / and +',
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
      id_token_signed_response_alg: alg,
    })),
    jwks: {
      keys: [
        jwk('rsa', { modulusLength: 2048 }, { kid: 'r' }),
        jwk('ec', { namedCurve: 'P-256' }, { kid: 'e' }),
        jwk('ed25519', {}, { kid: 'd' }),
      ],
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA', 'HS256'] },
    cookies: { keys: ['for tests only'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale'] },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 300, IdToken: 300, Interaction: 300, Session: 300 },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@peer.example`, email_verified: true, name: '王芳', locale: 'zh-CN' }),
    }),
  });
  server.on('request', provider.callback());
  console.log(`issuer ${issuer}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
