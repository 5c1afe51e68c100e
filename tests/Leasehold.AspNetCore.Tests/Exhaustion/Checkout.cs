using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore.Tests;

/// <summary>A checkout that charges by somebody else's API, once as it must not be and once as it should.</summary>
internal static class Checkout
{
    /// <summary>What must not be done: the connection waits for the answer too.</summary>
    public static async Task<IResult> ChargeAsync(
        ConnectionPools pools, HttpClient gateway, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        using var answer = await gateway.PostAsync(SilentGateway.Charges, null, cancellationToken);
        return Results.StatusCode((int)answer.StatusCode);
    }

    /// <summary>The same in three stages: the call runs with no connection.</summary>
    public static async Task<IResult> ChargeInStagesAsync(
        StagedOperations staged, HttpClient gateway, CancellationToken cancellationToken)
    {
        var status = await staged.RunAsync<Guid, int, int>(
            prepare: static (_, _) => Task.FromResult(Guid.CreateVersion7()),
            call: async (_, token) =>
            {
                using var answer = await gateway.PostAsync(SilentGateway.Charges, null, token);
                return (int)answer.StatusCode;
            },
            save: static (_, _, reply, _) => Task.FromResult(reply),
            declined: static (_, _, _, _) => Task.FromResult(StatusCodes.Status409Conflict),
            unknown: static (_, _, _, _) => Task.FromResult(StatusCodes.Status202Accepted),
            cancellationToken: cancellationToken);
        return Results.StatusCode(status);
    }

    /// <summary>A read that only wants its turn.</summary>
    public static async Task<IResult> FindAsync(ConnectionPools pools, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        return Results.Ok();
    }
}
