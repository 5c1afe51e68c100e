using System.Net.Http.Headers;
using System.Text;
using Leasehold.Guest.Tests.Host;
using Microsoft.IdentityModel.Tokens;

namespace Leasehold.Guest.Tests.Requests;

/// <summary>The callers, logged in to one run of the shop.</summary>
internal sealed class Callers
{
    private const string Customer = "carl";

    private readonly Dictionary<Caller, string> _cookies = [];

    private readonly Dictionary<Caller, string> _tokens = new()
    {
        [Caller.TokenCustomer] = ShopTokens.For(Customer),
        [Caller.TokenOperator] = ShopTokens.For(ShopTokens.Operator),
        [Caller.ExpiredToken] = ShopTokens.For(Customer, isExpired: true),
        [Caller.ForgedToken] = ShopTokens.For(ShopTokens.Operator, new SymmetricSecurityKey(
            Encoding.UTF8.GetBytes("another-key-another-key-another-key-"))),
    };

    public static async Task<Callers> LogInAsync(HttpClient client)
    {
        var callers = new Callers();
        callers._cookies[Caller.CookieCustomer] = await CookieAsync(client, Customer);
        callers._cookies[Caller.CookieOperator] = await CookieAsync(client, ShopTokens.Operator);
        return callers;
    }

    public void Authorize(HttpRequestMessage request, Caller caller)
    {
        if (_cookies.TryGetValue(caller, out var cookie))
        {
            request.Headers.Add("Cookie", cookie);
        }
        else if (_tokens.TryGetValue(caller, out var token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    private static async Task<string> CookieAsync(HttpClient client, string user)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", user)]);
        using var answer = await client.PostAsync(
            new Uri("/login", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }
}
