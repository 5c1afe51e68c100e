using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Leasehold.Scenarios.Serving.Expert;

/// <summary>One request with its caller known, and the shortest way to answer it.</summary>
internal readonly record struct ExpertRequest(HttpContext Context, string Tenant)
{
    private const string Bearer = "Bearer ";

    public string RouteValue(string name) => (string)Context.GetRouteValue(name)!;

    /// <summary>A handler that is asked only where the caller's key is the one that is configured.</summary>
    public static RequestDelegate Guard(byte[] keyHash, string tenant, Func<ExpertRequest, Task> handle)
        => context =>
        {
            if (context.Request.Headers.Authorization is [{ } header]
                && header.StartsWith(Bearer, StringComparison.Ordinal)
                && CryptographicOperations.FixedTimeEquals(
                    SHA256.HashData(Encoding.UTF8.GetBytes(header[Bearer.Length..])), keyHash))
            {
                return handle(new ExpertRequest(context, tenant));
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };

    /// <summary>Answers in one write that tells its length; without anything, 404.</summary>
    public Task AnswerAsync<T>(T? answer, JsonTypeInfo<T> type)
        where T : class
    {
        var response = Context.Response;
        if (answer is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, Context.RequestAborted).AsTask();
    }
}
