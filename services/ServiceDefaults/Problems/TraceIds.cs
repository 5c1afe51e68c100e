using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>The id by which a caller's report and our log lines meet.</summary>
internal static class TraceIds
{
    public static string Of(HttpContext context)
        => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? activity.TraceId.ToHexString()
            : context.TraceIdentifier;
}
