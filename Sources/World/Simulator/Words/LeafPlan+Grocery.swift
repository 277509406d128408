extension LeafPlan {
    static let grocery: [LeafPlan] = [
        LeafPlan(
            "Grocery/食品 > Drinks/饮品 > Coffee/咖啡", price: 12, spread: 0.4, returns: 0.01, cycle: 18,
            types: "Coffee Beans/咖啡豆, Ground Coffee/咖啡粉, Coffee Capsules/咖啡胶囊, Drip Bags/挂耳咖啡",
            materials: "Ethiopian/埃塞俄比亚, Colombian/哥伦比亚, Yunnan/云南, Brazilian/巴西, Guatemalan/危地马拉",
            styles: "Light-Roast/浅烘, Dark-Roast/深烘, Decaf/低因, Single-Origin/单一产地",
            sizes: "200 g/200克, 500 g/500克, 1 kg/1公斤",
            benefits: "notes of cocoa and orange/可可与橙香, roasted this week/本周新鲜烘焙, fairly traded/公平贸易",
            materialName: "origin"),
        LeafPlan(
            "Grocery/食品 > Drinks/饮品 > Tea/茶", price: 11, spread: 0.55, returns: 0.01, cycle: 24,
            season: .peaking(12, by: 0.2),
            types: "Black Tea/红茶, Green Tea/绿茶, Oolong Tea/乌龙茶, Herbal Tea/花草茶, White Tea/白茶",
            materials: "Darjeeling/大吉岭, Fujian/福建, Assam/阿萨姆, Hangzhou/杭州, Ceylon/锡兰",
            styles: "Loose-Leaf/散装, Organic/有机, First-Flush/头采, Jasmine-Scented/茉莉窨制",
            sizes: "50 g/50克, 100 g/100克, 250 g/250克",
            benefits: "bright and fragrant/清香回甘, good for several infusions/耐泡, picked by hand/手工采摘",
            materialName: "origin"),
        LeafPlan(
            "Grocery/食品 > Snacks/零食 > Chocolate/巧克力", price: 8, returns: 0.01, cycle: 16,
            season: .peaking(12.3, by: 0.5),
            types: "Chocolate Bar/巧克力排块, Truffles/松露巧克力, Hot Chocolate/热巧克力粉, Chocolate Box/巧克力礼盒",
            materials: "Hazelnut/榛子, Sea Salt/海盐, Orange/香橙, Raspberry/树莓, Caramel/焦糖",
            styles: "Dark/黑, Milk/牛奶, White/白, Vegan/纯素", sizes: "80 g/80克, 150 g/150克, 300 g/300克",
            benefits: "melts slowly/丝滑慢融, from bean to bar/从豆到块自制, made to be shared/乐于分享", materialName: "flavour"),
        LeafPlan(
            "Grocery/食品 > Snacks/零食 > Nuts/坚果", price: 9, returns: 0.01, cycle: 20,
            types: "Mixed Nuts/混合坚果, Almonds/巴旦木, Cashews/腰果, Trail Mix/果仁什锦, Pistachios/开心果",
            materials: "Sea Salt/海盐, Honey/蜂蜜, Chilli/辣味, Smoked/烟熏, Natural/原味",
            styles: "Roasted/烘烤, Raw/生, Organic/有机, Crunchy/香脆", sizes: "150 g/150克, 350 g/350克, 700 g/700克",
            benefits: "full of protein/富含蛋白, sealed for freshness/密封保鲜, a better snack/健康零食", materialName: "flavour"),
        LeafPlan(
            "Grocery/食品 > Pantry/粮油 > Olive Oil/橄榄油", price: 16, returns: 0.01, cycle: 38,
            types: "Olive Oil/橄榄油, Garlic Oil/蒜香橄榄油, Lemon Oil/柠檬橄榄油, Chilli Oil/辣味橄榄油",
            materials: "Tuscan/托斯卡纳, Cretan/克里特, Andalusian/安达卢西亚, Sicilian/西西里",
            styles: "Extra-Virgin/特级初榨, Cold-Pressed/冷榨, Organic/有机, Early-Harvest/早收",
            sizes: "250 ml/250毫升, 500 ml/500毫升, 1 L/1升",
            benefits: "peppery and green/青草与胡椒香, pressed within hours/采后数小时压榨, for salads and bread/拌沙拉蘸面包皆宜",
            materialName: "origin"),
        LeafPlan(
            "Grocery/食品 > Pantry/粮油 > Pasta/意面", price: 5, returns: 0.01, cycle: 22,
            types: "Spaghetti/长意面, Penne/通心粉, Fusilli/螺旋面, Noodles/面条, Lasagne Sheets/千层面",
            materials: "Durum Wheat/硬质小麦, Spinach/菠菜, Wholewheat/全麦, Chickpea/鹰嘴豆, Spelt/斯佩尔特小麦",
            styles: "Bronze-Cut/铜模, Organic/有机, Gluten-Free/无麸质, Artisan/手工", sizes: "400 g/400克, 500 g/500克, 1 kg/1公斤",
            benefits: "holds its sauce/挂汁好, dinner in ten minutes/十分钟上桌, dried slowly/低温慢干", materialName: "ingredient"),
    ]

    static let gardenAndPets: [LeafPlan] = [
        LeafPlan(
            "Garden & Pets/园艺宠物 > Garden/园艺 > Seeds/种子", price: 6, returns: 0.01, cycle: 45,
            season: .peaking(4, by: 1.1),
            types: "Seeds/种子, Seed Tape/种子带, Growing Kit/种植套装, Seedlings/幼苗",
            materials: "Tomato/番茄, Lavender/薰衣草, Basil/罗勒, Sunflower/向日葵, Poppy/虞美人",
            styles: "Organic/有机, Heirloom/传家, Dwarf/矮生, Climbing/攀援",
            benefits: "easy for beginners/新手易种, sprouts within days/数日发芽, for pots and beds/盆栽地栽皆宜",
            materialName: "plant"),
        LeafPlan(
            "Garden & Pets/园艺宠物 > Garden/园艺 > Planters/花盆", price: 29, returns: 0.04, season: .peaking(5, by: 0.8),
            types: "Planter/花盆, Hanging Basket/吊篮, Window Box/窗台花箱, Raised Bed/种植箱",
            materials: "Terracotta/陶土, Zinc/镀锌, Concrete/水泥, Recycled Plastic/再生塑料, Cedar/雪松木",
            styles: "Self-Watering/自动吸水, Ribbed/竖纹, Rustic/质朴, Tall/高款", colours: Palette.home,
            benefits: "frost-proof/耐霜冻, drains well/排水良好, brings green indoors/绿意入室"),
        LeafPlan(
            "Garden & Pets/园艺宠物 > Pets/宠物 > Dog Food/狗粮", price: 28, returns: 0.01, cycle: 24,
            types: "Dry Dog Food/狗干粮, Wet Dog Food/狗湿粮, Dog Treats/狗零食, Puppy Food/幼犬粮",
            materials: "Chicken/鸡肉, Salmon/三文鱼, Lamb/羊肉, Turkey/火鸡, Duck/鸭肉",
            styles: "Grain-Free/无谷, Senior/老年犬, Small-Breed/小型犬, Sensitive/敏感肠胃",
            sizes: "2 kg/2公斤, 6 kg/6公斤, 12 kg/12公斤",
            benefits: "a shinier coat/毛发亮泽, picky eaters approve/挑食也爱吃, vets recommend it/兽医推荐", materialName: "flavour"
        ),
        LeafPlan(
            "Garden & Pets/园艺宠物 > Pets/宠物 > Cat Food/猫粮", price: 24, returns: 0.01, cycle: 20,
            types: "Dry Cat Food/猫干粮, Wet Cat Food/猫湿粮, Cat Treats/猫零食, Kitten Food/幼猫粮",
            materials: "Tuna/金枪鱼, Chicken/鸡肉, Salmon/三文鱼, Rabbit/兔肉",
            styles: "Grain-Free/无谷, Indoor/室内猫, Hairball/去毛球, Senior/老年猫", sizes: "1.5 kg/1.5公斤, 4 kg/4公斤, 8 kg/8公斤",
            benefits: "complete and balanced/营养均衡, gone in a minute/光盘好味, kind to the stomach/肠胃友好",
            materialName: "flavour"),
        LeafPlan(
            "Garden & Pets/园艺宠物 > Pets/宠物 > Pet Toys/宠物玩具", price: 13, returns: 0.03,
            types: "Chew Toy/磨牙玩具, Feather Wand/逗猫棒, Scratching Toy/抓板, Tug Toy/拉扯玩具",
            materials: "Rope/棉绳, Natural Rubber/天然橡胶, Sisal/剑麻, Plush/毛绒",
            styles: "Durable/耐咬, Squeaky/发声, Interactive/互动, Cosy/舒适", colours: Palette.bright,
            benefits: "hours of play/玩上半天, safe to chew/安心啃咬, washable/可水洗"),
    ]
}
