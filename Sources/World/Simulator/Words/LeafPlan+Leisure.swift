extension LeafPlan {
    static let sports: [LeafPlan] = [
        LeafPlan(
            "Sports & Outdoors/运动户外 > Fitness/健身 > Yoga/瑜伽", price: 34, returns: 0.04, season: .peaking(1.3, by: 0.4),
            types: "Yoga Mat/瑜伽垫, Yoga Block/瑜伽砖, Foam Roller/泡沫轴, Knee Pad/护膝垫",
            materials: "Cork/软木, Natural Rubber/天然橡胶, Recycled Foam/再生泡棉, Jute/黄麻",
            styles: "Non-Slip/防滑, Extra-Thick/加厚, Travel/便携, Studio/专业", colours: Palette.home,
            benefits: "grips when you sweat/出汗不滑, rolls up small/卷收小巧, kind to the knees/呵护膝盖"),
        LeafPlan(
            "Sports & Outdoors/运动户外 > Fitness/健身 > Weights/力量训练", price: 48, spread: 0.55, returns: 0.03,
            season: .peaking(1.2, by: 0.6),
            types: "Dumbbell Pair/哑铃一对, Kettlebell/壶铃, Weight Plate/杠铃片, Wrist Weights/负重手环",
            materials: "Cast Iron/铸铁, Neoprene/氯丁橡胶, Rubber/橡胶, Steel/钢",
            styles: "Adjustable/可调节, Hex/六角, Compact/小巧, Home Gym/家用", sizes: "4 kg/4公斤, 8 kg/8公斤, 16 kg/16公斤",
            benefits: "does not roll away/不滚动, kind to floors/不伤地板, grows with your strength/循序渐进"),
        LeafPlan(
            "Sports & Outdoors/运动户外 > Outdoor/户外 > Tents/帐篷", price: 175, spread: 0.55, returns: 0.05,
            season: .peaking(6.5, by: 1),
            types: "Dome Tent/穹顶帐篷, Tunnel Tent/隧道帐篷, Tarp/天幕, Awning/遮阳棚",
            materials: "Ripstop Nylon/防撕裂尼龙, Polyester/涤纶, Cotton Canvas/棉帆布",
            styles: "Ultralight/超轻, Family/家庭, Four-Season/四季, Pop-Up/速开", colours: Palette.devices,
            benefits: "up in two minutes/两分钟搭好, dry in a storm/暴雨不漏, light on your back/背负轻松"),
        LeafPlan(
            "Sports & Outdoors/运动户外 > Outdoor/户外 > Bottles/水壶", price: 24, returns: 0.02,
            season: .peaking(6.5, by: 0.4),
            types: "Water Bottle/水壶, Vacuum Flask/保温瓶, Sports Bottle/运动水杯, Hydration Pack/水袋背包",
            materials: "Stainless Steel/不锈钢, Titanium/钛, Tritan/共聚酯, Glass/玻璃",
            styles: "Insulated/保温, Leakproof/防漏, Wide-Mouth/大口, Filter/过滤", colours: Palette.bright,
            sizes: "350 ml/350毫升, 500 ml/500毫升, 1 L/1升",
            benefits: "cold for a whole day/全天保冷, never leaks in the bag/包中不漏, fits every cup holder/适配杯架"),
        LeafPlan(
            "Sports & Outdoors/运动户外 > Cycling/骑行 > Bike Gear/骑行装备", price: 52, returns: 0.05,
            season: .peaking(5.5, by: 0.6),
            types: "Bike Helmet/骑行头盔, Bike Lights/自行车灯, Mudguards/挡泥板, Bottle Cage/水壶架",
            materials: "Carbon/碳纤维, Polycarbonate/聚碳酸酯, Aluminium/铝合金, Recycled Plastic/再生塑料",
            styles: "Aero/气动, Commuter/通勤, Reflective/反光, Lightweight/轻量", colours: Palette.bright,
            benefits: "seen from far away/远处可见, light and safe/轻盈安全, made for the rain/雨天可用"),
        LeafPlan(
            "Sports & Outdoors/运动户外 > Winter/冬季运动 > Ski Wear/滑雪装备", price: 92, returns: 0.07,
            season: .peaking(1, by: 1.3),
            types: "Ski Gloves/滑雪手套, Ski Hat/滑雪帽, Base Layer/保暖内衣, Ski Socks/滑雪袜",
            materials: "Merino/美利奴羊毛, Fleece/抓绒, Softshell/软壳",
            styles: "Waterproof/防水, Thermal/保暖, Slim/修身, Freeride/野雪", colours: Palette.bright,
            benefits: "warm at minus twenty/零下二十度保暖, dries overnight/一夜即干, keeps snow out/防雪灌入"),
    ]

    static let children: [LeafPlan] = [
        LeafPlan(
            "Baby & Toys/母婴玩具 > Baby/母婴 > Nappies/纸尿裤", price: 15, spread: 0.3, returns: 0.01, cycle: 15,
            types: "Nappies/纸尿裤, Nappy Pants/拉拉裤, Baby Wipes/婴儿湿巾, Swim Nappies/游泳尿裤",
            materials: "Bamboo/竹纤维, Cotton/纯棉, Plant-Based/植物基, Aloe/芦荟",
            styles: "Overnight/夜用, Newborn/新生儿, Sensitive/敏感肌, Ultra-Dry/超干爽",
            sizes: "30 pieces/30片, 64 pieces/64片, 120 pieces/120片",
            benefits: "dry all night/整夜干爽, soft on new skin/呵护新生肌肤, no leaks/防侧漏"),
        LeafPlan(
            "Baby & Toys/母婴玩具 > Baby/母婴 > Baby Clothes/婴儿服", price: 22, returns: 0.05,
            types: "Bodysuit/连体衣, Sleepsuit/睡衣, Baby Hat/婴儿帽, Romper/爬服",
            materials: "Organic Cotton/有机棉, Merino/美利奴羊毛, Muslin/纱布, Bamboo/竹纤维",
            styles: "Striped/条纹, Embroidered/刺绣, Ribbed/罗纹, Animal-Print/动物印花", colours: Palette.home,
            benefits: "poppers that open in one go/一拉即开, washes at sixty/可六十度洗涤, grows a little with them/陪伴成长"),
        LeafPlan(
            "Baby & Toys/母婴玩具 > Toys/玩具 > Building Sets/积木", price: 36, spread: 0.55, returns: 0.03,
            season: .peaking(12, by: 0.9),
            types: "Building Blocks/积木, Marble Run/弹珠轨道, Train Set/火车轨道, Robot Kit/机器人套件",
            materials: "Beech/榉木, Recycled Plastic/再生塑料, Magnetic/磁力, Bamboo/竹",
            styles: "Starter/入门, City/城市, Space/太空, Classic/经典",
            sizes: "48 pieces/48件, 120 pieces/120件, 300 pieces/300件",
            benefits: "builds patience and towers/培养耐心与想象, fits other sets/与其他套装兼容, no batteries needed/无需电池"),
        LeafPlan(
            "Baby & Toys/母婴玩具 > Toys/玩具 > Puzzles/拼图", price: 18, returns: 0.02, season: .peaking(12, by: 0.7),
            types: "Jigsaw Puzzle/拼图, Board Game/桌游, Card Game/卡牌游戏, Floor Puzzle/地板拼图",
            materials: "Wooden/木质, Recycled Card/再生纸板, Cork/软木, Linen-Finish/亚麻纹",
            styles: "Family/家庭, Illustrated/插画, Travel/便携, Mystery/解谜",
            sizes: "100 pieces/100片, 500 pieces/500片, 1000 pieces/1000片",
            benefits: "a rainy afternoon well spent/雨天好消遣, pieces that click/拼接紧密, for two to six/适合二至六人"),
        LeafPlan(
            "Baby & Toys/母婴玩具 > Toys/玩具 > Soft Toys/毛绒玩具", price: 21, returns: 0.03, season: .peaking(12, by: 0.8),
            types: "Teddy Bear/泰迪熊, Rabbit/兔子玩偶, Hand Puppet/手偶, Comforter/安抚巾",
            materials: "Organic Cotton/有机棉, Plush/毛绒, Mohair/马海毛, Recycled Fibre/再生纤维",
            styles: "Giant/超大, Pocket/口袋, Hand-Knitted/手工编织, Musical/音乐", colours: Palette.home,
            benefits: "made to be hugged/只为拥抱, safe from birth/出生即可用, survives the washing machine/可机洗"),
    ]
}
