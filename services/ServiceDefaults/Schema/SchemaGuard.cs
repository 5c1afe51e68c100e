using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Keeps requests from tables that are not there, or are somebody else's.</summary>
internal sealed class SchemaGuard(RequestDelegate next, SchemaStartup? schema = null)
{
    public const string Refusal = "The tables of this service are not there yet, or somebody else's.";

    /// <summary>As often as the database is looked at again.</summary>
    private const int RetryAfterSeconds = 2;

    public Task InvokeAsync(HttpContext context)
        => schema is { IsReady: false } && context.GetEndpoint()?.Metadata.GetMetadata<NeedsTables>() is not null
            ? ProblemResponse.WriteAsync(context, Problem.Unavailable(Refusal, RetryAfterSeconds))
            : next(context);

    /// <summary>Marks the endpoints that it is about.</summary>
    internal sealed class NeedsTables
    {
        public static NeedsTables Mark { get; } = new();
    }
}
