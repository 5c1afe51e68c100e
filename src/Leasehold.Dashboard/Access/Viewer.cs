using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Leasehold.Dashboard;

/// <summary>Who looks at one open page.</summary>
internal sealed class Viewer(AuthenticationStateProvider authentication, KeyDoor keys)
{
    public async Task<ClaimsPrincipal> CallerAsync()
        => (await authentication.GetAuthenticationStateAsync().ConfigureAwait(false)).User;

    /// <summary>Whether the page may go on: the key it was opened with may have been revoked since.</summary>
    public async Task<bool> IsStillInAsync() => keys.IsStillIn(await CallerAsync().ConfigureAwait(false));

    /// <summary>Whether there is a cookie to give up.</summary>
    public async Task<bool> CanSignOutAsync() => KeyDoor.HashOf(await CallerAsync().ConfigureAwait(false)) is not null;
}
