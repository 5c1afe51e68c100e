using Microsoft.AspNetCore.Components.Forms;

namespace Leasehold.Dashboard;

/// <summary>No token, and so no cookie.</summary>
internal sealed class NoAntiforgery : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
}
