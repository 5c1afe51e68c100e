using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Guest.Tests.Host;

/// <summary>The part of the shop that is written with controllers.</summary>
[ApiController]
[AllowAnonymous]
[Route("mvc/orders")]
public sealed class OrdersController : ControllerBase
{
    /// <summary>Reads one.</summary>
    [HttpGet("{number}")]
    public ActionResult<ShopOrder> Read(string number)
        => number switch
        {
            "none" => NotFound(),
            "broken" => throw new InvalidOperationException("broken"),
            "problem" => Problem("sold out", statusCode: StatusCodes.Status410Gone),
            _ => new ShopOrder { Number = number },
        };

    /// <summary>Takes one.</summary>
    [HttpPost]
    public ActionResult<ShopOrder> Take(ShopOrder order) => Created($"/mvc/orders/{order.Number}", order);
}
