using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Leasehold.Dashboard;

/// <summary>Who looks at one open page.</summary>
internal sealed class Viewer(AuthenticationStateProvider authentication, DashboardOptions options)
{
    /// <summary>What a caller is called in logs and records.</summary>
    public async Task<string> NameAsync() => (await CallerAsync().ConfigureAwait(false)).Identity?.Name ?? "somebody";

    /// <summary>Whether the page may go on: what let its caller in may have been taken back since.</summary>
    public async Task<bool> IsStillInAsync()
        => options.IsStillAdmitted is not { } isAdmitted || isAdmitted(await CallerAsync().ConfigureAwait(false));

    private async Task<ClaimsPrincipal> CallerAsync()
        => (await authentication.GetAuthenticationStateAsync().ConfigureAwait(false)).User;
}
