using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Leasehold.ServiceDefaults.Limits;

/// <summary>Sets the limits where they are enforced: in the server and in the JSON reader.</summary>
internal sealed class RequestLimitsSetup(IOptions<RequestLimits> limits)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<HttpJsonOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        var bounds = limits.Value;
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = bounds.MaxBodyBytes;
        options.Limits.MaxRequestHeaderCount = bounds.MaxHeaderCount;
        options.Limits.MaxRequestHeadersTotalSize = bounds.MaxHeaderBytes;
        options.Limits.MaxRequestLineSize = bounds.MaxRequestLineBytes;
        options.Limits.Http2.MaxRequestHeaderFieldSize = bounds.MaxHeaderBytes;
        options.Limits.Http3.MaxRequestHeaderFieldSize = bounds.MaxHeaderBytes;
        options.Limits.RequestHeadersTimeout = bounds.HeadersTimeout;
    }

    public void Configure(HttpJsonOptions options) => options.SerializerOptions.MaxDepth = limits.Value.MaxJsonDepth;
}
