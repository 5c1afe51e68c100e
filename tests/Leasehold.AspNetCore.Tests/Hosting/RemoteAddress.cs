using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Leasehold.AspNetCore.Tests;

/// <summary>Makes every caller seem to come from an address, before anything else sees the request.</summary>
internal sealed class RemoteAddress(string? address) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
            return rest(context);
        });
        next(app);
    };
}
