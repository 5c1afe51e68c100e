using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>Small answers of the dashboard's routes.</summary>
internal static class Answers
{
    /// <summary>Sends the browser on with a GET, to a path below the mount.</summary>
    public static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.PathBase + path;
    }
}
