using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard.Tests.Hosting;

/// <summary>What must not be done: an external call in the middle of a lease.</summary>
internal static class RenderEndpoint
{
    private static readonly HttpClient Http = new();

    public static Uri? Target { get; set; }

    public static async Task<IResult> HandleAsync(ConnectionPools pools, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        using var answer = await Http.PostAsync(Target, null, cancellationToken);
        return Results.Ok();
    }
}
