using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Http;

/// <summary>Answers as JSON that tell their length.</summary>
public static class JsonAnswer
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>A small answer, written as a whole; the framework's own result sends chunks.</summary>
    /// <param name="value">What to answer.</param>
    /// <param name="type">How it is written.</param>
    /// <typeparam name="T">Its type.</typeparam>
    public static IResult Of<T>(T value, JsonTypeInfo<T> type) => new Answer<T>(value, type);

    private sealed class Answer<T>(T value, JsonTypeInfo<T> type) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
            var response = httpContext.Response;
            response.ContentType = Json;
            response.ContentLength = body.Length;
            return response.BodyWriter.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
