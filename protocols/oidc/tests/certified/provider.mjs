// A certified OpenID provider (oidc-provider on npm), as it is, with one client and one person. It signs the person in without a page,
// since pages are not what is tried here; and it writes where it listens, once it does.
import { createServer } from 'node:http';
import * as library from 'oidc-provider';

const Provider = library.Provider ?? library.default;
const { CLIENT_SECRET, RETURN_ADDRESS, AFTER_LOGOUT, LOGOUT_NOTICES } = process.env;
const person = {
  employeeHsaId: 'SE2321000016-K001',
  personalIdentityNumber: '198201012385',
  given_name: 'Karin',
  family_name: 'Ek',
  commissionHsaId: 'SE2321000016-U001',
  commissionName: 'Vård och behandling på Eken',
  commissionRight: ['Läsa;alla;SJF'],
  healthCareUnitHsaId: 'SE2321000016-E001',
};
const context = 'http://id.sambi.se/loa/loa3';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'behorig',
        client_secret: CLIENT_SECRET,
        redirect_uris: [RETURN_ADDRESS],
        post_logout_redirect_uris: [AFTER_LOGOUT],
        backchannel_logout_uri: LOGOUT_NOTICES,
        backchannel_logout_session_required: true,
        id_token_signed_response_alg: 'RS256',
      },
    ],
    cookies: { keys: ['a key for a test'] },
    acrValues: [context],
    claims: { openid: ['sub'], care: Object.keys(person) },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    // It tells no client on its own machine that somebody signed out, unless its guard against that (the dispatcher) is left out.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...person }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid');
      grant.addOIDCClaims(Object.keys(person));
      await grant.save();
      return grant;
    },
  });
  for (const event of ['server_error', 'authorization.error', 'grant.error', 'userinfo.error', 'backchannel.error']) {
    provider.on(event, (...all) => console.error(event, ...all.filter((one) => one instanceof Error)));
  }
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url.startsWith('/interaction/')) {
      const login = { accountId: 'karin', acr: context, amr: ['pin'] };
      provider.interactionFinished(request, response, { login }).catch((error) => console.error(error));
    } else {
      answer(request, response);
    }
  });
  console.log(issuer);
});
