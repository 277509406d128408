/// Invented brands, by the department (top category) in which they are at home.
enum BrandNames {
    static func of(department: String) -> [Phrase] { Phrase.list(table[department] ?? "") }

    private static let table: [String: String] = [
        "Fashion":
            "Harlow & Finch/哈洛芬奇, Maren Vale/玛伦谷, Oakthread/橡线, Lumière Nord/北光, Silkmoor/丝原, Tern & Tide/燕潮, Plainsong/素歌, Wrenfield/鹪鹩田",
        "Shoes & Bags":
            "Cobble & Crane/石鹤, Stridewell/步健, Pelican Row/鹈鹕巷, Northlast/北楦, Vela Nova/新帆, Sable Street/貂街",
        "Beauty":
            "Dewlark/露雀, Botanique Sol/植日, Pure Hollow/净谷, Mirabeau Lab/美波实验室, Osmara/桂澜, Fern & Clay/蕨泥, Halcyon Skin/翠鸟肌",
        "Home": "Hearthline/炉线, Loom & Larch/织落叶松, Quiet House/静屋, Kindlewood/暖木, Sunday Nest/周日巢, Marlowe Home/马洛家居",
        "Kitchen": "Copper Lane/铜巷, Saltbox/盐匣, Ember & Iron/余烬铁, Table Grove/桌林, Brewsmith/酿匠, Porcella/瓷语",
        "Electronics":
            "Voltara/伏达, Echoline/回线, Nimbus Works/云工坊, Kitefield/鸢野, Orbital Seven/轨道七, Pixelmoor/像素原, Solderby/焊博",
        "Grocery":
            "Morning Mill/晨磨, Golden Acre/金亩, Terra Buona/好土, Jade Hill/翠岗, Orchard Row/果园里, Old Quay/老码头, Sweet Harbour/甜港",
        "Sports & Outdoors": "Ridgeline/脊线, Summit Fox/峰狐, Paceway/步道, Blue Cairn/蓝石堆, Ironbirch/铁桦, Tideform/潮形",
        "Baby & Toys":
            "Little Acorn/小橡果, Moonpocket/月兜, Puddle & Pip/水洼皮皮, Happy Otter/乐獭, Tumbletree/翻滚树, Softfold/软折",
        "Garden & Pets":
            "Greenhatch/绿启, Pawsome Farm/爪农场, Rootwell/根泉, Meadow Tail/草尾, Whisker & Co/须须, Soil & Sun/土与阳",
    ]
}
