using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace Leasehold.AspNetCore;

/// <summary>Sets the limits where they are enforced: in the server and in both JSON readers.</summary>
internal sealed class RequestLimitsSetup(IOptions<RequestLimits> limits)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<HttpJsonOptions>, IConfigureOptions<MvcJsonOptions>
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

    public void Configure(MvcJsonOptions options) => options.JsonSerializerOptions.MaxDepth = limits.Value.MaxJsonDepth;
}
